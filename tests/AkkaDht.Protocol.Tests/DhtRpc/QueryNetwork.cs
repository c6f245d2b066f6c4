using System.Buffers.Binary;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>
/// A network on plain memory: every node has a routing table with the reference's rows and answers as the reference does,
/// every reply takes its own time, and nodes that are down never answer. Queries are the only thing that is real.
/// </summary>
internal sealed class QueryNetwork
{
    private readonly Random _random;
    private readonly Dictionary<PeerAddress, NodeId> _ids = [];
    private readonly Dictionary<PeerAddress, Peer> _peers = [];
    private readonly List<Peer> _order = [];

    public QueryNetwork(int seed, int size)
    {
        _random = new Random(seed);
        for (var i = 0; i < size; i++) Join();
    }

    public IReadOnlyList<Peer> Peers => _order;

    /// <summary>A query of one of the nodes runs to its end.</summary>
    public Run Lookup(Peer from, NodeId target) => Walk(from, new QueryPlan(target, Commands.FindNode) { IsInternal = true });

    public Run Walk(Peer from, QueryPlan plan, QueryLimits? limits = null) =>
        new Run(this, from, new Query(plan, from.Node.Id, IdOf, limits)).ToTheEnd();

    public NodeId RandomId()
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        _random.NextBytes(bytes);
        return NodeId.Read(bytes);
    }

    /// <summary>The nodes that are up, nearest to <paramref name="target"/> first.</summary>
    public Node[] TrueClosest(NodeId target, int count) =>
        [.. _order.Where(peer => !peer.IsDown).Select(peer => peer.Node).OrderBy(node => target.DistanceTo(node.Id)).Take(count)];

    public NodeId IdOf(PeerAddress address)
    {
        if (!_ids.TryGetValue(address, out var id)) _ids[address] = id = NodeIdCache.Compute(ManagedSuite.Instance, address);
        return id;
    }

    private void Join()
    {
        var peer = NewPeer();
        _peers.Add(peer.Node.Address, peer);
        if (_order.Count > 0) Walk(peer, new QueryPlan(peer.Node.Id, Commands.FindNode) { IsInternal = true });
        _order.Add(peer);
    }

    private Peer NewPeer()
    {
        Span<byte> host = stackalloc byte[4];
        _random.NextBytes(host);
        var address = new PeerAddress(0x0a000000 | BinaryPrimitives.ReadUInt32BigEndian(host) >> 8, (ushort)_random.Next(1024, 65536));
        return new Peer(new Node(IdOf(address), address));
    }

    /// <summary>One node: who it knows, and whether it answers.</summary>
    internal sealed class Peer(Node node)
    {
        private readonly Dictionary<int, Bucket> _buckets = [];

        public Node Node => node;

        public RoutingTable Table { get; } = new(node.Id);

        public bool IsDown { get; set; }

        public void Hears(Node other)
        {
            var row = Table.RowOf(other.Id);
            if (other.Id == node.Id) return;
            if (!_buckets.TryGetValue(row, out var bucket)) _buckets[row] = bucket = new Bucket(BucketLimits.Default);
            if (bucket.Heard(tick: 0, other).Kind == InsertKind.Inserted) Table.Publish(row, bucket.Snapshot);
        }

        public PeerAddress[] Closest(NodeId target)
        {
            var nodes = new Node[20];
            return [.. nodes.Take(Table.Closest(target, nodes)).Select(known => known.Address)];
        }
    }

    /// <summary>One query being run, with virtual time.</summary>
    internal sealed class Run(QueryNetwork network, Peer from, Query query)
    {
        private readonly PriorityQueue<Action, (double Ms, int Order)> _events = new();
        private int _order;
        private double _nowMs;

        public Query Query => query;

        public double ElapsedMs => _nowMs;

        public List<Reply> Results { get; } = [];

        public List<DownHint> DownHints { get; } = [];

        public List<Node> Visited { get; } = [];

        public List<CommitRequest> Commits { get; } = [];

        public Run ToTheEnd()
        {
            Drain();
            while (!query.IsFinished)
            {
                Assert.True(_events.TryDequeue(out var happens, out var when), "A query that is not over waits for something.");
                _nowMs = when.Ms;
                happens();
                Drain();
            }

            return this;
        }

        private void Drain()
        {
            while (query.TryTakeSeedRequest(out var request)) Seed(request);
            while (query.TryTakeVisit(out var visit)) Ask(visit);
            while (query.TryTakeCommit(out var commit)) Settle(commit);
            while (query.TryTakeDownHint(out var hint)) DownHints.Add(hint);
            while (query.TryTakeResult(out var result))
            {
                Results.Add(result);
                After(1, () => query.HandleDemand(1));
            }
        }

        private void Seed(SeedRequest request)
        {
            var nodes = new Node[request.Count];
            if (request.Source == SeedSource.Table) query.HandleTableNodes(nodes.AsSpan(0, from.Table.Closest(query.Target, nodes)));
            else query.HandleBootstrapNodes(network._order.Count > 0 && network._order[0] != from ? [network._order[0].Node] : []);
            Drain();
        }

        private void Ask(Visit visit)
        {
            Visited.Add(visit.To);
            Assert.True(Visited.Count < 10_000, "A query visits a finite number of nodes.");
            if (network._peers.TryGetValue(visit.To.Address, out var peer) && !peer.IsDown)
            {
                peer.Hears(from.Node);
                After(10 + network._random.Next(90), () => Reply(visit, peer));
            }
            else
            {
                After(1000, () => query.HandleSlow(visit.Number));
                After(6000, () => query.HandleFailure(visit.Number, timedOut: true));
            }
        }

        private void Reply(Visit visit, Peer peer)
        {
            from.Hears(peer.Node);
            query.HandleReply(visit.Number, QueryReplies.Of(peer.Node, [.. peer.Closest(query.Target)]));
        }

        private void Settle(CommitRequest commit)
        {
            Commits.Add(commit);
            After(50, () => query.HandleCommitSettled(commit.Number, failure: null));
        }

        private void After(double ms, Action action) => _events.Enqueue(action, (_nowMs + ms, _order++));
    }
}
