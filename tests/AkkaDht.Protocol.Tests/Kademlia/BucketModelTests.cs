using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.Kademlia;

/// <summary>Random histories of a small bucket against a model that is too simple to be wrong.</summary>
public sealed class BucketModelTests
{
    private static readonly BucketLimits Limits = new(Capacity: 6, PerSubnet: 2, ExemptPrivate: true);

    public static TheoryData<int> SomeSeeds => Seeds.First(50);

    [Theory]
    [MemberData(nameof(SomeSeeds))]
    public void A_bucket_behaves_as_its_model(int seed)
    {
        var random = new SeededRandom(seed);
        Node[] nodes = [.. Enumerable.Range(0, 15).Select(_ => NodeOf(random))];
        var (bucket, model) = (new Bucket(Limits), new Model());

        for (long step = 0, tick = 1; step < 2000; step++)
        {
            var node = nodes[random.Next(nodes.Length)];
            tick += random.Next(20) == 0 ? random.Next(400) : 0;
            switch (random.Next(100))
            {
                case < 70: Assert.Equal(model.Heard(tick, node), bucket.Heard(tick, node)); break;
                case < 80: Assert.Equal(model.Members.RemoveAll(member => member.Node == node) > 0, bucket.Remove(node.Id)); break;
                case < 88: Assert.Equal(model.MarkPinged(tick, node), bucket.TryMarkPinged(tick, node.Id)); break;
                case < 99: Assert.Equal(model.CountDownHint(tick, node), bucket.TryCountDownHint(tick, node.Id)); break;
                default:
                    bucket = Bucket.Restore(Limits, bucket.Snapshot, tick);
                    model.Restore(tick);
                    break;
            }

            Assert.Equal(model.Sorted, bucket.Members);
            Assert.Equal(model.Sorted.Select(member => member.Node.Id), bucket.Snapshot.Ids.ToArray());
            Assert.Equal(model.Members.Any(member => member.Node == node), bucket.TryGet(node.Id, out _));
        }
    }

    // A few subnets, public and private, so that the limits matter.
    private static Node NodeOf(IRandomSource random)
    {
        uint[] subnets = [0x58630300, 0x01020300, 0x08080800, 0x7f000000, 0x0a000000];
        return new Node(NodeId.Random(random), new PeerAddress(subnets[random.Next(subnets.Length)] + (uint)random.Next(256), 49737));
    }

    /// <summary>A list, and each rule as one query over it.</summary>
    private sealed class Model
    {
        public List<KnownNode> Members { get; } = [];

        public KnownNode[] Sorted => [.. Members.OrderBy(member => member.Node.Id)];

        public InsertOutcome Heard(long tick, Node node)
        {
            if (Change(node, member => member with { Pinged = (int)tick })) return new InsertOutcome(InsertKind.Updated);

            var neighbours = Members.Count(member => member.Node.Address.Subnet24 == node.Address.Subnet24);
            if (!node.Address.IsPrivate && neighbours >= Limits.PerSubnet) return new InsertOutcome(InsertKind.Refused);
            if (Members.Count >= Limits.Capacity) return new InsertOutcome(InsertKind.Full, Oldest(tick));

            Members.Add(new KnownNode(node, (int)tick, (int)tick));
            return new InsertOutcome(InsertKind.Inserted);
        }

        public bool MarkPinged(long tick, Node node) => Change(node, member => member with { Pinged = (int)tick });

        public bool CountDownHint(long tick, Node node) =>
            Members.Any(member => member.Node == node && (member.Pinged < tick || member.DownHints == 0))
            && Change(node, member => member with { DownHints = member.DownHints + 1 });

        public void Restore(long tick)
        {
            var nodes = Members.ConvertAll(member => member.Node);
            Members.Clear();
            foreach (var node in nodes) Members.Add(new KnownNode(node, (int)tick, (int)tick));
        }

        private KnownNode? Oldest(long tick)
        {
            var candidates = Sorted.Where(member => member.Pinged != tick).OrderBy(member => member.Pinged).ThenBy(member => member.Added);
            foreach (var oldest in candidates.Take(1))
            {
                var isTrusted = tick - oldest.Pinged < 12 && tick - oldest.Added > 360;
                return isTrusted ? null : oldest;
            }

            return null;
        }

        private bool Change(Node node, Func<KnownNode, KnownNode> change)
        {
            var index = Members.FindIndex(member => member.Node == node);
            if (index >= 0) Members[index] = change(Members[index]);
            return index >= 0;
        }
    }
}
