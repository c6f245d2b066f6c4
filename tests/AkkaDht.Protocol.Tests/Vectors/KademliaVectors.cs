using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Kinds about the key space: ids, distances and the routing table.</summary>
internal static class KademliaVectors
{
    public static void IdOfAddress(JsonElement vector)
    {
        var address = vector.Fields().Address();
        var wire = new byte[PeerAddress.WireLength];
        address.CopyTo(wire);
        Assert.Equal(vector.Fields().BytesOf("input"), wire);

        var expected = NodeId.Read(vector.Hex());
        Assert.Equal(expected, NodeIdCache.Compute(ManagedSuite.Instance, address));
        if (SodiumSuite.TryLoad(out var sodium)) Assert.Equal(expected, NodeIdCache.Compute(sodium, address));
    }

    public static void XorCompare(JsonElement vector)
    {
        var fields = vector.Fields();
        var sign = Math.Sign(fields.IdOf("target").CompareDistance(fields.IdOf("a"), fields.IdOf("b")));
        Assert.Equal(vector.IntOf("result"), sign);
    }

    public static void RoutingTable(JsonElement vector)
    {
        var fields = vector.Fields();
        var rows = new Rows(fields.IdOf("id"), fields.IntOf("k"));
        Node[] nodes = [.. fields.GetProperty("nodes").EnumerateArray().Select((node, index) => NodeAt(node, index))];
        foreach (var (node, expected) in nodes.Zip(fields.GetProperty("nodes").EnumerateArray()))
            Assert.Equal(expected.IntOf("row"), rows.Table.RowOf(node.Id));

        var refused = new List<(int Row, int Node)>();
        foreach (var op in fields.GetProperty("ops").EnumerateArray())
        {
            var index = op.IntOf("node");
            var row = rows.Table.RowOf(nodes[index].Id);
            switch (op.GetProperty("op").GetString())
            {
                case "add":
                    var kind = rows.Add(nodes[index]);
                    Assert.Equal(op.BoolOf("result"), kind != InsertKind.Full);
                    if (kind == InsertKind.Full) refused.Add((row, index));
                    break;
                case "remove":
                    Assert.Equal(op.BoolOf("result"), rows.Remove(nodes[index].Id));
                    break;
                default:
                    throw new InvalidOperationException($"{vector.Name()}: unknown operation {op}.");
            }

            Assert.Equal(op.IntOf("size"), rows.Table.Count);
        }

        var result = vector.Result();
        Assert.Equal(result.IntOf("size"), rows.Table.Count);
        Assert.Equal(result.GetProperty("fullEvents").EnumerateArray().Select(full => (full.IntOf("row"), full.IntOf("node"))), refused);
        Assert.Equal(Indexes(result, "all"), rows.Table.ToArray().Select(node => Array.IndexOf(nodes, node)));
        foreach (var lookup in result.GetProperty("closest").EnumerateArray())
        {
            var (target, count) = (lookup.IdOf("target"), lookup.Has("k") ? lookup.IntOf("k") : fields.IntOf("k"));
            var closest = new Node[count];
            var found = rows.Table.Closest(target, closest);
            Assert.Equal(Indexes(lookup, "closest"), closest.Take(found).Select(node => Array.IndexOf(nodes, node)));

            var packed = new byte[count * PeerAddress.WireLength];
            Assert.Equal(found, rows.Table.CopyClosest(target, packed, count));
            for (var i = 0; i < found; i++) Assert.Equal(closest[i].Address, PeerAddress.Read(packed.AsSpan(i * PeerAddress.WireLength)));
        }
    }

    public static void ClosestReplies(JsonElement vector)
    {
        NodeId[] replies = [.. vector.Fields().GetProperty("replies").EnumerateArray().Select(id => NodeId.Parse(id.GetString()!))];
        var closest = new ClosestNodes<int>(vector.Fields().IdOf("target"), capacity: 20);

        var closer = new List<bool>();
        foreach (var (index, id) in replies.Index())
        {
            closer.Add(closest.IsCloser(id));
            closest.TryAdd(id, index);
        }

        Assert.Equal(vector.Result().GetProperty("isCloser").EnumerateArray().Select(flag => flag.GetBoolean()), closer);
        Assert.Equal(vector.Result().GetProperty("order").EnumerateArray().Select(index => index.GetInt32()), closest.Items.ToArray());
    }

    // The vectors know ids alone; each node gets an address in a subnet of its own.
    private static Node NodeAt(JsonElement node, int index) => new(node.IdOf("id"), new PeerAddress(0x01000000u + ((uint)index << 8), 49737));

    private static IEnumerable<int> Indexes(JsonElement fields, string member) =>
        fields.GetProperty(member).EnumerateArray().Select(index => index.GetInt32());

    /// <summary>A table and its buckets, as their owners would keep them.</summary>
    private sealed class Rows(NodeId id, int capacity)
    {
        private readonly Dictionary<int, Bucket> _buckets = [];
        private readonly BucketLimits _limits = BucketLimits.Default with { Capacity = capacity };

        public RoutingTable Table { get; } = new(id, capacity);

        public InsertKind Add(Node node)
        {
            var row = Table.RowOf(node.Id);
            if (!_buckets.TryGetValue(row, out var bucket)) _buckets[row] = bucket = new Bucket(_limits);
            var outcome = bucket.Heard(tick: 1, node);
            Table.Publish(row, bucket.Snapshot);
            return outcome.Kind;
        }

        public bool Remove(NodeId id)
        {
            var row = Table.RowOf(id);
            if (!_buckets.TryGetValue(row, out var bucket) || !bucket.Remove(id)) return false;
            Table.Publish(row, bucket.Snapshot);
            return true;
        }
    }
}
