using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// What a node answers to LOOKUP when it knows of anybody (03-hyperdht.md §3.7).
/// <code>
/// | count | records          | bump                        |
/// | uint  | one by one       | uint; older nodes leave out |
/// </code>
/// </summary>
/// <param name="Peers">Who announced the topic.</param>
/// <param name="Bump">When the topic was last marked as changed, in Unix milliseconds; 0 when it was not.</param>
public sealed record LookupReply(IReadOnlyList<PeerRecord> Peers, ulong Bump) : IWireMessage<LookupReply>
{
    /// <summary>The most records that a reply may hold; the reference sends 20.</summary>
    public const int MaxPeers = 1024;

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out LookupReply? message)
    {
        message = null;
        if (!TryReadPeers(ref reader, out var peers)) return false;

        var bump = 0ul;
        if (reader.Remaining > 0 && !reader.TryReadUInt(out bump)) return false;

        message = new LookupReply(peers, bump);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() => MeasurePeers(Peers) + CompactWriter.MeasureUInt(Bump);

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        WritePeers(ref writer, Peers);
        writer.WriteUInt(Bump);
    }

    /// <summary>The list of records alone.</summary>
    internal static bool TryReadPeers(ref CompactReader reader, out IReadOnlyList<PeerRecord> peers)
    {
        peers = [];
        if (!reader.TryReadCount(PeerRecord.MinimumLength, out var count) || count > MaxPeers) return false;

        var list = new PeerRecord[count];
        for (var i = 0; i < count; i++)
        {
            if (!PeerRecord.TryRead(ref reader, out var peer)) return false;
            list[i] = peer;
        }

        peers = list;
        return true;
    }

    /// <summary>Length of the list of records alone, in bytes.</summary>
    internal static int MeasurePeers(IReadOnlyList<PeerRecord> peers)
    {
        var length = CompactWriter.MeasureUInt((ulong)peers.Count);
        foreach (var peer in peers) length += peer.Measure();
        return length;
    }

    /// <summary>Writes the list of records alone.</summary>
    internal static void WritePeers(ref CompactWriter writer, IReadOnlyList<PeerRecord> peers)
    {
        Invariant.That(peers.Count <= MaxPeers, "a reply holds no more records than its bound");
        writer.WriteCount(peers.Count);
        foreach (var peer in peers) peer.Encode(ref writer);
    }
}
