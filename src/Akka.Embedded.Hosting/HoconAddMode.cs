namespace Akka.Hosting;

/// <summary>Where configuration goes that is added to what is there.</summary>
public enum HoconAddMode
{
    /// <summary>Underneath: what is there wins.</summary>
    Append,

    /// <summary>On top: what is added wins.</summary>
    Prepend,

    /// <summary>On top, as <see cref="Prepend"/>.</summary>
    Replace,
}
