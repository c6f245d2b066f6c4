using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// A key to connect to, perhaps with the nodes by which to find it. Reference: hyperdht-address.
/// <code>
/// | key | flags                 | nodes               |
/// | 32  | uint; may be left out | ipv4Array if flag 1 |
/// </code>
/// </summary>
/// <param name="PublicKey">The peer.</param>
/// <param name="Nodes">Nodes that know it; null when none are told.</param>
public sealed record PeerLocator(PublicKey PublicKey, IReadOnlyList<PeerAddress>? Nodes) : IWireMessage<PeerLocator>
{
    /// <summary>The most nodes that a locator may name.</summary>
    public const int MaxNodes = WireLists.MaxAddresses;

    private const ulong NodesFlag = 1;

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out PeerLocator? message)
    {
        message = null;
        if (!reader.TryReadFixed32(out var key)) return false;

        var flags = 0ul;
        if (reader.Remaining > 0 && !reader.TryReadUInt(out flags)) return false;

        IReadOnlyList<PeerAddress>? nodes = null;
        if (flags.Has(NodesFlag) && !reader.TryReadAddresses(out nodes)) return false;

        message = new PeerLocator(PublicKey.Read(key), nodes);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() => PublicKey.Length + 1 + (Nodes is null ? 0 : CompactWriter.MeasurePeerAddresses(Nodes.Count));

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        PublicKey.CopyTo(writer.Take(PublicKey.Length));
        writer.WriteUInt(Nodes is null ? 0 : NodesFlag);
        if (Nodes is not null) writer.WriteAddresses(Nodes);
    }
}
