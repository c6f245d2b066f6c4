using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// The value of MUTABLE_GET (03-hyperdht.md §3.10).
/// <code>
/// | seq  |
/// | uint |
/// </code>
/// </summary>
/// <param name="Seq">The lowest sequence number that is of interest.</param>
public readonly record struct MutableGet(ulong Seq) : IWireMessage<MutableGet>
{
    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, out MutableGet message)
    {
        var isRead = reader.TryReadUInt(out var seq);
        message = new MutableGet(seq);
        return isRead;
    }

    /// <inheritdoc/>
    public int Measure() => CompactWriter.MeasureUInt(Seq);

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer) => writer.WriteUInt(Seq);
}
