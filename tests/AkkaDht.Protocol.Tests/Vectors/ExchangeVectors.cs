using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>The kind that tells a node's whole behaviour: datagrams in, datagrams out, step by step.</summary>
internal static class ExchangeVectors
{
    public static void NodeExchange(JsonElement vector)
    {
        var node = new ExchangeNode(vector.Fields().GetProperty("node"));
        foreach (var (index, step) in vector.Result().EnumerateArray().Index())
        {
            var input = step.GetProperty("in");
            var output = node.Handle(SocketOf(input), input.AddressOf("from"), input.Hex());

            string[] expected = [.. step.GetProperty("out").EnumerateArray().Select(sent => Line(SocketOf(sent), sent.AddressOf("to"), sent.Hex()))];
            Assert.True(expected.SequenceEqual(output), $"{vector.Name()}, step {index}: expected\n{string.Join('\n', expected)}\nbut was\n{string.Join('\n', output)}");
            if (step.Has("tableSize")) Assert.Equal(step.IntOf("tableSize"), node.TableSize);
        }
    }

    private static string Line(SocketRole socket, PeerAddress to, ReadOnlySpan<byte> datagram) => $"{socket} → {to}: {Convert.ToHexStringLower(datagram)}";

    private static SocketRole SocketOf(JsonElement datagram) => datagram.GetProperty("socket").GetString() switch
    {
        "server" => SocketRole.Server,
        "client" => SocketRole.Client,
        var other => throw new InvalidOperationException($"There is no socket '{other}'."),
    };

    /// <summary>The machines of a node put together as its actors put them together, in one thread and one tick.</summary>
    private sealed class ExchangeNode
    {
        private const long AddedAt = 1;
        private const long Tick = 2;

        private readonly RoutingTable _table;
        private readonly Dictionary<int, Bucket> _buckets = [];
        private readonly RpcEndpoint<NodeId> _endpoint;

        public ExchangeNode(JsonElement node)
        {
            _table = new RoutingTable(node.IdOf("id"));
            foreach (var known in node.GetProperty("nodes").EnumerateArray()) Heard(AddedAt, NodeAt(known.Address()));

            var secrets = node.GetProperty("secrets");
            var random = new CountingRandom(node.IntOf("nextTid"));
            var tokens = new RoundTripTokens(ManagedSuite.Instance, random, Instant.Zero, secrets[0].Bytes(), secrets[1].Bytes());
            var identity = new NodeIdentity(_table, node.BoolOf("ephemeral"), node.BoolOf("firewalled"));
            _endpoint = new RpcEndpoint<NodeId>(new EndpointSettings(), tokens, random, address => NodeAt(address).Id, identity);
            _endpoint.HandleTick(Tick);
            _endpoint.HandleBound(Instant.Zero);
        }

        public int TableSize => _table.Count;

        public string[] Handle(SocketRole socket, PeerAddress from, byte[] datagram)
        {
            _endpoint.HandleDatagram(Instant.Zero, socket, from, datagram);
            var replies = TakeTransmits();
            while (_endpoint.TryTakeHeard(out var node)) Heard(Tick, node);
            while (_endpoint.TryTakeDownHint(out var node)) Check(node);

            // The reference sends the check that a hint causes before it answers the hint.
            return [.. TakeTransmits(), .. replies];
        }

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
    }

    /// <summary>Gives transaction ids in the order in which the reference counts them.</summary>
    private sealed class CountingRandom(int nextTid) : IRandomSource
    {
        private int _next = nextTid;

        public void Fill(Span<byte> destination) => destination.Clear();

        public int Next(int exclusiveUpperBound) => exclusiveUpperBound == ushort.MaxValue + 1 ? _next++ : 0;
    }
}
