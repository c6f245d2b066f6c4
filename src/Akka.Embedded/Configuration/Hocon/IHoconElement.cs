namespace Akka.Configuration.Hocon;

/// <summary>One piece of a value: a literal, a list, an object or a reference to another value.</summary>
public interface IHoconElement
{
    /// <summary>Whether this reads as text.</summary>
    bool IsString();

    /// <summary>The text, or null.</summary>
    string? GetString();

    /// <summary>Whether this reads as a list.</summary>
    bool IsArray();

    /// <summary>The values of the list.</summary>
    IList<HoconValue> GetArray();
}
