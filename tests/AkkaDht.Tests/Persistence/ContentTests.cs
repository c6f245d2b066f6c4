using AkkaDht.Announcing;
using AkkaDht.Persistence;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Tests.Persistence;

/// <summary>What the files hold, and that no bytes in them make a reader stumble.</summary>
public sealed class ContentTests
{
    private static readonly ICryptoSuite Crypto = CryptoSuites.Select(CryptoSuites.Managed);
    private static readonly KeyPair Other = KeyPair.FromSeed(Crypto, Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());

    private static readonly LastingAnnouncement[] Announcements =
    [
        new(new NodeId(1, 2, 3, 4)),
        new(new NodeId(5, 6, 7, 8)) { KeyPair = Other, Relays = [PeerAddress.Loopback(1), PeerAddress.Loopback(2)] },
    ];

    [Fact]
    public void Nodes_come_back_in_their_order_with_their_network()
    {
        var nodes = new NodesContent("of our own", [PeerAddress.Loopback(2), PeerAddress.Loopback(1)]);

        var read = NodesContent.Decode(nodes.Encode())!;

        Assert.Equal("of our own", read.Network);
        Assert.Equal(nodes.Nodes, read.Nodes);
    }

    [Fact]
    public void Addresses_that_are_nobodys_are_left_out() =>
        Assert.Equal([PeerAddress.Loopback(1)], NodesContent.Decode(new NodesContent("", [new(0, 5), PeerAddress.Loopback(0), PeerAddress.Loopback(1)]).Encode())!.Nodes);

    [Fact]
    public void More_nodes_than_are_ever_written_make_no_sense()
    {
        var many = Enumerable.Repeat(PeerAddress.Loopback(1), NodesContent.MaxNodes + 1).ToArray();

        Assert.NotNull(NodesContent.Decode(new NodesContent("", many[1..]).Encode()));
        Assert.Null(NodesContent.Decode(new NodesContent("", many).Encode()));
    }

    [Fact]
    public void As_many_nodes_as_may_be_kept_fit_into_their_file()
    {
        var most = new NodesContent("", [.. Enumerable.Repeat(PeerAddress.Loopback(1), NodesContent.MaxNodes)]);

        Assert.True(most.Encode().Length + StateEnvelope.Overhead < StateKind.Nodes.MaxFileBytes());
    }

    [Fact]
    public void Announcements_come_back_with_key_pairs_and_relays()
    {
        var read = AnnouncementsContent.Decode(Crypto, AnnouncementsContent.Encode(Announcements))!;

        Assert.Equal([new NodeId(1, 2, 3, 4), new NodeId(5, 6, 7, 8)], read.Select(announcement => announcement.Topic));
        Assert.Null(read[0].KeyPair);
        Assert.Equal(Other.PublicKey, read[1].KeyPair!.PublicKey);
        Assert.Equal(Announcements[1].Relays, read[1].Relays);
    }

    [Fact]
    public void No_announcements_are_no_bytes() => Assert.Empty(AnnouncementsContent.Decode(Crypto, AnnouncementsContent.Encode([]))!);

    [Fact]
    public void Content_cut_or_prolonged_anywhere_makes_no_sense()
    {
        var nodes = new NodesContent("a", [PeerAddress.Loopback(1), PeerAddress.Loopback(2)]).Encode();
        var announcements = AnnouncementsContent.Encode(Announcements);
        var seed = SeedContent.Encode(Other);

        for (var length = 0; length < nodes.Length; length++) Assert.Null(NodesContent.Decode(nodes.AsSpan(0, length)));
        for (var length = 0; length < seed.Length; length++) Assert.Null(SeedContent.Decode(Crypto, seed.AsSpan(0, length)));

        // Cut between two announcements there is one fewer: only the checksum knows.
        var first = AnnouncementsContent.Encode(Announcements[..1]).Length;
        for (var length = 1; length < announcements.Length; length++)
            if (length != first) Assert.Null(AnnouncementsContent.Decode(Crypto, announcements.AsSpan(0, length)));

        Assert.Null(NodesContent.Decode([.. nodes, 0]));
        Assert.Null(AnnouncementsContent.Decode(Crypto, [.. announcements, 0]));
        Assert.Null(SeedContent.Decode(Crypto, [.. seed, 0]));
    }

    [Fact]
    public void Bytes_of_chance_never_throw()
    {
        var random = new Random(7);
        for (var run = 0; run < 5_000; run++)
        {
            var bytes = new byte[random.Next(120)];
            random.NextBytes(bytes);
            var nodes = NodesContent.Decode(bytes);
            var announcements = AnnouncementsContent.Decode(Crypto, bytes);
            Assert.True(nodes is null || nodes.Nodes.Count <= NodesContent.MaxNodes);
            Assert.True(announcements is null || announcements.All(announcement => announcement.Relays.Count <= LastingAnnouncement.MaxRelays));
        }
    }
}
