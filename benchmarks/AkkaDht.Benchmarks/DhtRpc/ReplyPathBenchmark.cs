using AkkaDht.Benchmarks.Kademlia;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using BenchmarkDotNet.Attributes;

namespace AkkaDht.Benchmarks.DhtRpc;

/// <summary>What does a node take from the bytes of a request to the bytes of its reply, and does it allocate anything on the way?</summary>
public class ReplyPathBenchmark
{
    private static readonly PeerAddress Peer = PeerAddress.Loopback(49737);

    private readonly byte[] _ping = Encode(new RequestDatagram { Tid = 1, To = Peer, IsInternal = true, Command = Commands.Ping });
    private readonly byte[] _findNode = Encode(new RequestDatagram { Tid = 1, To = Peer, IsInternal = true, Command = Commands.FindNode, HasTarget = true, Target = new NodeId(1, 2, 3, 4) });
    private readonly byte[] _findNodeOfPeer = Encode(new RequestDatagram { Tid = 1, To = Peer, HasId = true, Id = NodeIdCache.Compute(ManagedSuite.Instance, Peer), IsInternal = true, Command = Commands.FindNode, HasTarget = true, Target = new NodeId(1, 2, 3, 4) });
    private readonly RpcEndpoint<object> _endpoint;

    public ReplyPathBenchmark()
    {
        var random = new SeededRandom(1);
        var identity = new NodeIdentity(new FullTable().Table, IsEphemeral: false, IsFirewalled: false);
        var ids = new NodeIdCache(ManagedSuite.Instance, maximum: 4096);
        _endpoint = new RpcEndpoint<object>(new EndpointSettings(), new RoundTripTokens(ManagedSuite.Instance, random), random, ids.Get, identity);
        _endpoint.HandleBound(Instant.Zero);
    }

    [Benchmark(Baseline = true)]
    public int Answer_a_ping() => Answer(_ping);

    [Benchmark]
    public int Answer_a_find_node() => Answer(_findNode);

    [Benchmark]
    public int Answer_a_find_node_of_a_known_peer() => Answer(_findNodeOfPeer);

    private int Answer(byte[] request)
    {
        _endpoint.HandleDatagram(Instant.Zero, SocketRole.Server, Peer, request);
        while (_endpoint.TryTakeHeard(out _)) continue;
        while (_endpoint.TryTakeNatSample(out _)) continue;
        return _endpoint.TryTakeTransmit(out var reply) ? reply.Datagram.Length : 0;
    }

    private static byte[] Encode(RequestDatagram request)
    {
        var datagram = new byte[request.Measure()];
        request.Encode(datagram);
        return datagram;
    }
}
