using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.Kademlia;

/// <summary>Nodes to fill buckets and tables with.</summary>
internal static class KademliaData
{
    public static readonly BucketLimits Limits = BucketLimits.Default;

    /// <summary>A node whose id begins with <paramref name="number"/>, in a public subnet of its own.</summary>
    public static Node NodeOf(int number) => new(IdOf(number), new PeerAddress(0x2c000001u + ((uint)number << 8), 49737));

    /// <summary>The same, as a neighbour in the /24 of <paramref name="subnet"/> (its first three octets).</summary>
    public static Node NodeIn(string subnet, int number)
    {
        Assert.True(PeerAddress.TryParseHost($"{subnet}.{number}", out var host));
        return new Node(IdOf(number), new PeerAddress(host, 49737));
    }

    /// <summary>An id whose first bytes are <paramref name="number"/>, so that ids sort as their numbers do.</summary>
    public static NodeId IdOf(int number) => new((ulong)number << 32, 0, 0, 0);

    /// <summary>A bucket that heard of nodes 1 to <paramref name="count"/> at <paramref name="tick"/>.</summary>
    public static Bucket BucketOf(int count, long tick)
    {
        var bucket = new Bucket(Limits);
        for (var number = 1; number <= count; number++) Assert.Equal(InsertKind.Inserted, bucket.Heard(tick, NodeOf(number)).Kind);
        return bucket;
    }

    /// <summary>A node with a random id and a random public address.</summary>
    public static Node RandomNode(IRandomSource random) =>
        new(NodeId.Random(random), new PeerAddress(0x2c000000u | (uint)random.Next(0x01000000), (ushort)(1 + random.Next(65535))));
}
