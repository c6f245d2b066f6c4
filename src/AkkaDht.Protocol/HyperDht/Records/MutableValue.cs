using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// A value that the owner of a key may replace by one with a higher sequence number; the reply to MUTABLE_GET (03-hyperdht.md §3.10).
/// <code>
/// | seq  | value  | signature |
/// | uint | buffer | 64        |
/// </code>
/// </summary>
/// <param name="Seq">Its sequence number.</param>
/// <param name="Value">The value.</param>
/// <param name="Signature">The owner's signature over number and value.</param>
public sealed record MutableValue(ulong Seq, ReadOnlyMemory<byte> Value, Signature Signature) : IWireMessage<MutableValue>
{
    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out MutableValue? message)
    {
        message = null;
        if (!reader.TryReadUInt(out var seq) || !reader.TryReadBuffer(out var value) || !reader.TryReadFixed64(out var signature)) return false;

        message = new MutableValue(seq, value.ToArray(), Signature.Read(signature));
        return true;
    }

    /// <inheritdoc/>
    public int Measure() => MeasureSigned(Seq, Value.Length) + Signature.Length;

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        WriteSigned(ref writer, Seq, Value.Span);
        Signature.CopyTo(writer.Take(Signature.Length));
    }

    /// <summary>Length of the part that is signed, in bytes.</summary>
    internal static int MeasureSigned(ulong seq, int valueLength) => CompactWriter.MeasureUInt(seq) + CompactWriter.MeasureBuffer(valueLength);

    /// <summary>Writes the part that is signed.</summary>
    internal static void WriteSigned(ref CompactWriter writer, ulong seq, ReadOnlySpan<byte> value)
    {
        writer.WriteUInt(seq);
        writer.WriteBuffer(value);
    }
}
