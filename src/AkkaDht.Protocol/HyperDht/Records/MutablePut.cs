using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// The value of MUTABLE_PUT (03-hyperdht.md §3.9).
/// <code>
/// | key | seq  | value  | signature |
/// | 32  | uint | buffer | 64        |
/// </code>
/// </summary>
/// <param name="PublicKey">Whose value it is.</param>
/// <param name="Value">The value with its number and signature.</param>
public sealed record MutablePut(PublicKey PublicKey, MutableValue Value) : IWireMessage<MutablePut>
{
    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out MutablePut? message)
    {
        message = null;
        if (!reader.TryReadFixed32(out var key) || !MutableValue.TryRead(ref reader, out var value)) return false;

        message = new MutablePut(PublicKey.Read(key), value);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() => PublicKey.Length + Value.Measure();

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        PublicKey.CopyTo(writer.Take(PublicKey.Length));
        Value.Encode(ref writer);
    }
}
