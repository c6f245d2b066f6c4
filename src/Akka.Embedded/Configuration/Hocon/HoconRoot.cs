namespace Akka.Configuration.Hocon;

/// <summary>A parsed text: the value at its top, every reference resolved.</summary>
public class HoconRoot
{
    /// <summary>A root with the given value at its top.</summary>
    public HoconRoot(HoconValue value) => Value = value;

    /// <summary>The value at the top.</summary>
    public HoconValue Value { get; }
}
