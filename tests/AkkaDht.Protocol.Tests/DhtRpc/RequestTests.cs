using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>The life of a request of ours, from its start to its one outcome (02-dht-rpc.md B2, B3).</summary>
public sealed class RequestTests
{
    private static readonly PeerAddress Peer = PeerAddress.Parse("88.99.3.86:49737");

    private readonly RpcEndpoint<string> _endpoint = NewEndpoint(new EndpointSettings());

    [Fact]
    public void A_reply_ends_its_request_and_tells_how_long_it_took()
    {
        Start(_endpoint, RequestSpec.Ping(Peer), "ping");
        Reply(_endpoint, TidOf(Sent(_endpoint)), from: Peer, atMs: 30);

        Assert.True(_endpoint.TryTakeOutcome(out var outcome));
        Assert.Equal(("ping", RequestOutcomeKind.Replied), (outcome.Owner, outcome.Kind));
        Assert.Equal(TimeSpan.FromMilliseconds(30), outcome.Reply?.Rtt);
        Assert.Equal(Instant.Never, _endpoint.NextDeadline);
    }

    [Fact]
    public void A_reply_counts_only_from_the_endpoint_asked_and_once()
    {
        Start(_endpoint, RequestSpec.Ping(Peer), "ping");
        var tid = TidOf(Sent(_endpoint));
        Reply(_endpoint, tid, from: Peer with { Port = 1 }, atMs: 10);
        Reply(_endpoint, (ushort)(tid + 1), from: Peer, atMs: 10);
        Assert.False(_endpoint.TryTakeOutcome(out _));

        Reply(_endpoint, tid, from: Peer, atMs: 20);
        Reply(_endpoint, tid, from: Peer, atMs: 30);
        Assert.Equal([("ping", RequestOutcomeKind.Replied)], Outcomes(_endpoint));
        Assert.Equal(3, _endpoint.Stats.Datagrams.UnexpectedReplies);
    }

    [Fact]
    public void A_request_is_sent_four_times_a_second_apart_with_the_same_bytes_and_then_given_up()
    {
        var known = RequestSpec.Ping(Peer) with { ToId = NodeIdCache.Compute(ManagedSuite.Instance, Peer) };
        Start(_endpoint, known, "ping");
        var first = Sent(_endpoint);
        for (var second = 1; second <= 3; second++)
        {
            Assert.Equal(Instant.FromMilliseconds(second * 1000), _endpoint.NextDeadline);
            _endpoint.HandleTimeout(_endpoint.NextDeadline);
            Assert.Equal(first, Sent(_endpoint));
        }

        Assert.False(_endpoint.TryTakeOutcome(out _));
        _endpoint.HandleTimeout(Instant.FromMilliseconds(4000));
        Assert.Equal([("ping", RequestOutcomeKind.TimedOut)], Outcomes(_endpoint));
        Assert.True(_endpoint.TryTakeDown(out var down));
        Assert.Equal(Peer, down.Address);
    }

    [Fact]
    public void Requests_beyond_the_window_wait_for_the_next_slot_unless_they_are_forced()
    {
        var endpoint = NewEndpoint(new EndpointSettings { Requests = new RequestSettings { MaxWindow = 1 } });
        Start(endpoint, RequestSpec.Ping(Peer), "first");
        Start(endpoint, RequestSpec.Ping(Peer), "second");
        Assert.Equal(1, TransmitsOf(endpoint));
        Assert.Equal(Instant.FromMilliseconds(750), endpoint.NextDeadline);

        endpoint.HandleTimeout(Instant.FromMilliseconds(750));
        Assert.Equal(1, TransmitsOf(endpoint));
        Start(endpoint, RequestSpec.Ping(Peer) with { Force = true }, "forced");
        Assert.Equal(1, TransmitsOf(endpoint));
    }

    [Fact]
    public void A_request_made_before_the_sockets_are_bound_is_sent_when_they_are()
    {
        var endpoint = NewEndpoint(new EndpointSettings(), isBound: false);
        Start(endpoint, RequestSpec.Ping(Peer), "ping");
        Assert.Equal(0, TransmitsOf(endpoint));

        endpoint.HandleBound(Instant.Zero);
        Assert.Equal(1, TransmitsOf(endpoint));
    }

    [Fact]
    public void A_session_that_ends_takes_its_requests_with_it_and_no_others()
    {
        Start(_endpoint, RequestSpec.Ping(Peer) with { Session = 1 }, "of the session");
        Start(_endpoint, RequestSpec.Ping(Peer) with { Session = 2 }, "of another");
        _endpoint.HandleCancel(Instant.Zero, session: 1);

        Assert.Equal([("of the session", RequestOutcomeKind.Destroyed)], Outcomes(_endpoint));
        Assert.Equal(1, _endpoint.InFlight);
    }

    [Fact]
    public void Suspension_fails_what_is_in_flight_and_what_comes()
    {
        Start(_endpoint, RequestSpec.Ping(Peer), "before");
        _endpoint.HandleSuspend(Instant.Zero);
        Start(_endpoint, RequestSpec.Ping(Peer), "meanwhile");

        Assert.Equal([("before", RequestOutcomeKind.Suspended), ("meanwhile", RequestOutcomeKind.Suspended)], Outcomes(_endpoint));
    }

    [Fact]
    public void A_destroyed_endpoint_fails_what_is_in_flight_and_what_comes()
    {
        Start(_endpoint, RequestSpec.Ping(Peer), "before");
        _endpoint.HandleDestroy(Instant.Zero);
        Start(_endpoint, RequestSpec.Ping(Peer), "afterwards");

        Assert.Equal([("before", RequestOutcomeKind.Destroyed), ("afterwards", RequestOutcomeKind.Destroyed)], Outcomes(_endpoint));
    }

    private static void Start(RpcEndpoint<string> endpoint, RequestSpec spec, string owner) => endpoint.HandleStart(Instant.Zero, spec, owner);

    private static void Reply(RpcEndpoint<string> endpoint, ushort tid, PeerAddress from, long atMs)
    {
        var reply = new ReplyDatagram { Tid = tid, To = PeerAddress.Loopback(1) };
        var datagram = new byte[reply.Measure()];
        reply.Encode(datagram);
        endpoint.HandleDatagram(Instant.FromMilliseconds(atMs), SocketRole.Server, from, datagram);
    }

    private static byte[] Sent(RpcEndpoint<string> endpoint)
    {
        Assert.True(endpoint.TryTakeTransmit(out var transmit));
        Assert.Equal(Peer, transmit.To);
        return transmit.Datagram.ToArray();
    }

    private static int TransmitsOf(RpcEndpoint<string> endpoint)
    {
        var count = 0;
        while (endpoint.TryTakeTransmit(out _)) count++;
        return count;
    }

    private static ushort TidOf(byte[] datagram)
    {
        Assert.True(RequestDatagram.TryDecode(datagram, out var request, out _));
        return request.Tid;
    }

    private static List<(string Owner, RequestOutcomeKind Kind)> Outcomes(RpcEndpoint<string> endpoint)
    {
        var outcomes = new List<(string, RequestOutcomeKind)>();
        while (endpoint.TryTakeOutcome(out var outcome)) outcomes.Add((outcome.Owner, outcome.Kind));
        return outcomes;
    }

    private static RpcEndpoint<string> NewEndpoint(EndpointSettings settings, bool isBound = true)
    {
        var (random, crypto) = (new SeededRandom(1), ManagedSuite.Instance);
        var identity = new NodeIdentity(new RoutingTable(NodeId.Random(random)), IsEphemeral: true, IsFirewalled: false);
        var endpoint = new RpcEndpoint<string>(settings, new RoundTripTokens(crypto, random), random, new NodeIdCache(crypto, maximum: 64).Get, identity);
        if (isBound) endpoint.HandleBound(Instant.Zero);
        return endpoint;
    }
}
