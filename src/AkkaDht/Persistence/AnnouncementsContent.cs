using AkkaDht.Announcing;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Persistence;

/// <summary>What a node announces for good. Secret when a key pair other than the node's own is among it.</summary>
/// <remarks>
/// One after the other, until the content ends:
/// <code>
/// | fixed32 | 1                 | fixed32, if flagged | ipv4Array |
/// | topic   | flags: 1 = a seed | seed                | relays    |
/// </code>
/// </remarks>
internal static class AnnouncementsContent
{
    private const byte HasSeed = 1;

    public static byte[] Encode(IReadOnlyList<LastingAnnouncement> announcements)
    {
        var content = new byte[announcements.Sum(Measure)];
        var writer = new CompactWriter(content);
        foreach (var announcement in announcements)
        {
            announcement.Topic.CopyTo(writer.Take(NodeId.Length));
            writer.WriteUInt8(announcement.KeyPair is null ? (byte)0 : HasSeed);
            if (announcement.KeyPair is { } keyPair) writer.WriteFixed32(keyPair.SecretKey[..SeedContent.SeedLength]);
            writer.WriteUInt((ulong)announcement.Relays.Count);
            foreach (var relay in announcement.Relays) relay.CopyTo(writer.Take(PeerAddress.WireLength));
        }

        return content;
    }

    public static IReadOnlyList<LastingAnnouncement>? Decode(ICryptoSuite crypto, ReadOnlySpan<byte> content)
    {
        var announcements = new List<LastingAnnouncement>();
        var reader = new CompactReader(content);
        while (reader.Remaining > 0)
        {
            if (!TryReadOne(crypto, ref reader, out var announcement)) return null;
            announcements.Add(announcement);
        }

        return announcements;
    }

    private static int Measure(LastingAnnouncement announcement) =>
        NodeId.Length + 1 + (announcement.KeyPair is null ? 0 : SeedContent.SeedLength) + CompactWriter.MeasurePeerAddresses(announcement.Relays.Count);

    private static bool TryReadOne(ICryptoSuite crypto, ref CompactReader reader, out LastingAnnouncement announcement)
    {
        announcement = new LastingAnnouncement(default(NodeId));
        if (!reader.TryReadFixed32(out var topic) || !reader.TryReadUInt8(out var flags) || flags > HasSeed) return false;

        ReadOnlySpan<byte> seed = default;
        if (flags == HasSeed && !reader.TryReadFixed32(out seed)) return false;
        if (!reader.TryReadPeerAddresses(out var packed) || packed.Length > LastingAnnouncement.MaxRelays * PeerAddress.WireLength) return false;

        var relays = new List<PeerAddress>();
        for (; !packed.IsEmpty; packed = packed[PeerAddress.WireLength..]) relays.Add(PeerAddress.Read(packed));
        announcement = new LastingAnnouncement(NodeId.Read(topic))
        {
            KeyPair = seed.IsEmpty ? null : KeyPair.FromSeed(crypto, seed),
            Relays = relays,
        };
        return true;
    }
}
