using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Benchmarks.Kademlia;

/// <summary>A routing table that heard of 20,000 nodes, so that every row that can be full is full.</summary>
internal sealed class FullTable
{
    private const int Heard = 20_000;

    public FullTable()
    {
        var random = new SeededRandom(1);
        Table = new RoutingTable(NodeId.Random(random));
        var buckets = new Bucket[RoutingTable.Rows];
        for (var i = 0; i < Heard; i++)
        {
            var address = new PeerAddress((uint)random.Next(int.MaxValue), (ushort)(1 + random.Next(65535)));
            var node = new Node(NodeIdCache.Compute(ManagedSuite.Instance, address), address);
            var row = Table.RowOf(node.Id);
            var bucket = buckets[row] ??= new Bucket(BucketLimits.Default);
            if (bucket.Heard(tick: 1, node).Kind == InsertKind.Inserted) Table.Publish(row, bucket.Snapshot);
        }
    }

    public RoutingTable Table { get; }
}
