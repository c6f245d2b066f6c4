using AkkaDht.Protocol;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Persistence;

/// <summary>
/// The addresses of nodes, those heard last first, and the network that they belong to. Ids are not kept: they follow from both.
/// </summary>
/// <remarks>
/// <code>
/// | string  | ipv4Array |
/// | network | addresses |
/// </code>
/// </remarks>
internal sealed record NodesContent(string Network, IReadOnlyList<PeerAddress> Nodes)
{
    /// <summary>As many as are read; a file has no room for more.</summary>
    public const int MaxNodes = 8192;

    public byte[] Encode()
    {
        var content = new byte[CompactWriter.MeasureString(Network) + CompactWriter.MeasurePeerAddresses(Nodes.Count)];
        var writer = new CompactWriter(content);
        writer.WriteString(Network);
        writer.WriteUInt((ulong)Nodes.Count);
        foreach (var node in Nodes) node.CopyTo(writer.Take(PeerAddress.WireLength));
        return content;
    }

    public static NodesContent? Decode(ReadOnlySpan<byte> content)
    {
        var reader = new CompactReader(content);
        if (!reader.TryReadString(out var network) || !reader.TryReadPeerAddresses(out var packed) || reader.Remaining > 0) return null;
        if (packed.Length > MaxNodes * PeerAddress.WireLength) return null;

        var nodes = new List<PeerAddress>();
        for (; !packed.IsEmpty; packed = packed[PeerAddress.WireLength..])
        {
            var address = PeerAddress.Read(packed);
            if (address is { Host: not 0, Port: not 0 }) nodes.Add(address);
        }

        return new NodesContent(network, nodes);
    }
}
