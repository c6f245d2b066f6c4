using System.Globalization;

namespace AkkaDht.Protocol.Udx;

/// <summary>Names one end of a stream; each end chooses its own and learns the other's out of band (05-udx.md A9).</summary>
public readonly record struct StreamId(uint Value)
{
    /// <summary>Eight hex digits.</summary>
    public override string ToString() => Value.ToString("x8", CultureInfo.InvariantCulture);
}
