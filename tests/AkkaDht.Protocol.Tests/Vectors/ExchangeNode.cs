using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>The machines of a node put together as its actors put them together, in one thread and one tick.</summary>
internal sealed class ExchangeNode
{
    private const long AddedAt = 1;
    private const long Tick = 2;

    private readonly RoutingTable _table;
    private readonly Dictionary<int, Bucket> _buckets = [];
    private readonly RpcEndpoint<NodeId> _endpoint;
    private readonly Action<RpcEndpoint<NodeId>, IncomingRequest>? _application;

    /// <summary>The node that an entry describes, with an <paramref name="application"/> that answers what comes in for it.</summary>
    public ExchangeNode(JsonElement node, Action<RpcEndpoint<NodeId>, IncomingRequest>? application = null)
    {
        _application = application;
        _table = new RoutingTable(node.IdOf("id"));
        foreach (var known in node.GetProperty("nodes").EnumerateArray()) Heard(AddedAt, NodeAt(known.Address()));

        var secrets = node.GetProperty("secrets");
        var random = new CountingRandom(node.IntOf("nextTid"));
        var tokens = new RoundTripTokens(ManagedSuite.Instance, random, Instant.Zero, secrets[0].Bytes(), secrets[1].Bytes());
        var identity = new NodeIdentity(_table, node.BoolOf("ephemeral"), node.Has("firewalled") && node.BoolOf("firewalled"));
        _endpoint = new RpcEndpoint<NodeId>(new EndpointSettings(), tokens, random, address => NodeAt(address).Id, identity);
        _endpoint.HandleHandler(application is not null);
        _endpoint.HandleTick(Tick);
        _endpoint.HandleBound(Instant.Zero);
    }

    public int TableSize => _table.Count;

    public string[] Handle(SocketRole socket, PeerAddress from, byte[] datagram)
    {
        _endpoint.HandleDatagram(Instant.Zero, socket, from, datagram);
        while (_endpoint.TryTakeIncoming(out var request)) _application!(_endpoint, request);
        var replies = TakeTransmits();
        while (_endpoint.TryTakeHeard(out var node)) Heard(Tick, node);
        while (_endpoint.TryTakeDownHint(out var node)) Check(node);

        // The reference sends the check that a hint causes before it answers the hint.
        return [.. TakeTransmits(), .. replies];
    }

    public static string Line(SocketRole socket, PeerAddress to, ReadOnlySpan<byte> datagram) => $"{socket} → {to}: {Convert.ToHexStringLower(datagram)}";

    private void Heard(long tick, Node node)
    {
        var bucket = BucketOf(node.Id);
        bucket.Heard(tick, node);
        _table.Publish(_table.RowOf(node.Id), bucket.Snapshot);
    }

    private void Check(Node node)
    {
        var bucket = BucketOf(node.Id);
        if (bucket.TryCountDownHint(Tick, node.Id) && bucket.TryMarkPinged(Tick, node.Id))
            _endpoint.HandleStart(Instant.Zero, RequestSpec.Ping(node.Address), node.Id);
    }

    private Bucket BucketOf(NodeId id)
    {
        var row = _table.RowOf(id);
        if (!_buckets.TryGetValue(row, out var bucket)) _buckets.Add(row, bucket = new Bucket(BucketLimits.Default));
        return bucket;
    }

    private List<string> TakeTransmits()
    {
        var lines = new List<string>();
        while (_endpoint.TryTakeTransmit(out var transmit)) lines.Add(Line(transmit.Socket, transmit.To, transmit.Datagram.Span));
        return lines;
    }

    private static Node NodeAt(PeerAddress address) => new(NodeIdCache.Compute(ManagedSuite.Instance, address), address);

    /// <summary>Gives transaction ids in the order in which the reference counts them.</summary>
    private sealed class CountingRandom(int nextTid) : IRandomSource
    {
        private int _next = nextTid;

        public void Fill(Span<byte> destination) => destination.Clear();

        public int Next(int exclusiveUpperBound) => exclusiveUpperBound == ushort.MaxValue + 1 ? _next++ : 0;
    }
}
