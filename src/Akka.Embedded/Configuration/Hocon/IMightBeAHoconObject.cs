namespace Akka.Configuration.Hocon;

/// <summary>Something that may turn out to be an object once references are resolved.</summary>
public interface IMightBeAHoconObject
{
    /// <summary>Whether this is an object.</summary>
    bool IsObject();

    /// <summary>The object, or null.</summary>
    HoconObject? GetObject();
}
