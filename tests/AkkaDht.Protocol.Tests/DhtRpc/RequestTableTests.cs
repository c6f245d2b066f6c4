using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using static AkkaDht.Protocol.Tests.DhtRpc.EndpointUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>What becomes of a request, seen from the endpoint that makes it.</summary>
public sealed class RequestTableTests
{
    private static readonly RequestSpec Ping = RequestSpec.Ping(Peer);

    private readonly EndpointUnderTest _endpoint = new();

    [Fact]
    public void A_request_says_all_that_its_maker_said()
    {
        var token = _endpoint.Tokens.Issue(Instant.Zero, Own.Host);
        _endpoint.Start(new RequestSpec(Peer, 7) { Target = Target, Token = token, Value = new byte[] { 1, 2 }, Ttl = 5 });

        var sent = Assert.Single(_endpoint.TakeSent());
        var request = sent.Request();
        Assert.Equal((Peer, SocketRole.Client, (byte)5), (sent.To, sent.Socket, sent.Ttl));
        Assert.Equal((Peer, 7ul, false), (request.To, request.Command, request.IsInternal));
        Assert.Equal((true, Target), (request.HasTarget, request.Target));
        Assert.Equal((true, token), (request.HasToken, request.Token));
        Assert.Equal("0102", Convert.ToHexStringLower(request.Value));
        Assert.False(request.HasId);
    }

    [Theory]
    [InlineData(false, false, 0, true)]
    [InlineData(false, true, 1, false)]
    [InlineData(true, false, 0, false)]
    public void The_id_goes_along_when_a_persistent_node_asks_from_its_server_socket(bool isEphemeral, bool isFirewalled, int socket, bool showsId)
    {
        var endpoint = new EndpointUnderTest(isEphemeral: isEphemeral, isFirewalled: isFirewalled);
        endpoint.Start(Ping);

        var sent = Assert.Single(endpoint.TakeSent());
        Assert.Equal((new SocketRole(socket), showsId), (sent.Socket, sent.Request().HasId));
        Assert.Equal(showsId ? endpoint.Identity.Table.Id : default, sent.Request().Id);
    }

    [Fact]
    public void The_maker_may_choose_the_socket()
    {
        _endpoint.Start(Ping with { Socket = SocketRole.Server });

        Assert.Equal(SocketRole.Server, Assert.Single(_endpoint.TakeSent()).Socket);
    }

    [Fact]
    public void An_unanswered_request_is_sent_four_times_a_second_apart_and_then_given_up()
    {
        _endpoint.Start(Ping);

        var sent = _endpoint.PassMilliseconds(3_999);
        Assert.Equal([0, 1_000, 2_000, 3_000], sent.Select(transmission => transmission.AtMs));
        Assert.Single(sent.Select(transmission => transmission.Hex).Distinct());
        Assert.Empty(_endpoint.TakeOutcomes());

        Assert.Empty(_endpoint.PassMilliseconds(1));
        Assert.Equal([RequestOutcomeKind.TimedOut], _endpoint.TakeKinds());
        Assert.Equal((1, 3), (_endpoint.Stats.Requests.Timeouts, _endpoint.Stats.Requests.Retries));
        AssertIdle();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 6)]
    public void A_request_is_sent_once_more_than_it_may_be_repeated(int retries, int transmissions)
    {
        _endpoint.Start(Ping with { Retries = retries });

        Assert.Equal(transmissions, _endpoint.PassMilliseconds(60_000).Count);
        AssertIdle();
    }

    [Fact]
    public void A_delayed_ping_is_given_its_delay_and_a_second_for_each_transmission()
    {
        _endpoint.Start(RequestSpec.DelayedPing(Peer, TimeSpan.FromMilliseconds(2_500)));

        Assert.Equal([0, 3_500, 7_000, 10_500], _endpoint.PassMilliseconds(60_000).Select(sent => sent.AtMs));
    }

    [Fact]
    public void A_request_repeats_the_same_bytes_though_the_node_has_become_another()
    {
        _endpoint.Start(Ping);
        _endpoint.Become(new NodeIdentity(new RoutingTable(Target), IsEphemeral: false, IsFirewalled: false));

        var sent = _endpoint.PassMilliseconds(1_000);
        Assert.Equal(sent[0].Hex, sent[1].Hex);
        Assert.Equal(sent[0].Socket, sent[1].Socket);
    }

    [Fact]
    public void A_reply_ends_the_request_and_tells_the_time_since_it_was_made()
    {
        _endpoint.Start(Ping, owner: 42);
        var sent = _endpoint.PassMilliseconds(1_200);
        _endpoint.Answer(sent[1]);

        var outcome = Assert.Single(_endpoint.TakeOutcomes());
        Assert.Equal((42, RequestOutcomeKind.Replied, SocketRole.Client), (outcome.Owner, outcome.Kind, outcome.ArrivedOn));
        Assert.Equal((Peer, Own, TimeSpan.FromMilliseconds(1_200)), (outcome.Reply!.From, outcome.Reply.To, outcome.Reply.Rtt));
        AssertIdle();
        Assert.Empty(_endpoint.PassMilliseconds(10_000));
    }

    [Theory]
    [InlineData("44.1.2.3:5001", 0)]
    [InlineData("44.1.2.4:5000", 0)]
    [InlineData("44.1.2.3:5000", 1)]
    public void A_reply_counts_only_from_the_endpoint_asked_and_with_its_transaction_id(string from, int tidOffset)
    {
        _endpoint.Start(Ping);
        var sent = Assert.Single(_endpoint.TakeSent());

        _endpoint.Answer(sent, PeerAddress.Parse(from), tid: (ushort)(sent.Tid + tidOffset));

        Assert.Empty(_endpoint.TakeOutcomes());
        Assert.Equal((1, 1), (_endpoint.Machine.InFlight, (int)_endpoint.Stats.Datagrams.UnexpectedReplies));
    }

    [Fact]
    public void A_reply_counts_once()
    {
        _endpoint.Start(Ping);
        var sent = Assert.Single(_endpoint.TakeSent());

        _endpoint.Answer(sent);
        _endpoint.Answer(sent);

        Assert.Equal([RequestOutcomeKind.Replied], _endpoint.TakeKinds());
        Assert.Equal((1, 1), (_endpoint.Stats.Requests.Responses, _endpoint.Stats.Datagrams.UnexpectedReplies));
    }

    [Fact]
    public void Requests_to_two_endpoints_may_share_a_transaction_id()
    {
        var endpoint = new EndpointUnderTest(random: new ConstantRandom());
        endpoint.Start(RequestSpec.Ping(Peer), owner: 1);
        endpoint.Start(RequestSpec.Ping(OtherPeer), owner: 2);
        var sent = endpoint.TakeSent();
        Assert.Equal(sent[0].Tid, sent[1].Tid);

        endpoint.Answer(sent[1]);

        Assert.Equal(2, Assert.Single(endpoint.TakeOutcomes()).Owner);
    }

    [Fact]
    public void One_endpoint_is_asked_under_as_many_transaction_ids_as_there_are_and_no_further()
    {
        var endpoint = new EndpointUnderTest(With(new RequestSettings { MaxInFlight = int.MaxValue, MaxWindow = int.MaxValue / 2 }));

        var tids = new HashSet<ushort>();
        for (var i = 0; i < 65_536; i++)
        {
            endpoint.Start(Ping);
            Assert.True(tids.Add(Assert.Single(endpoint.TakeSent()).Tid));
        }

        endpoint.Start(Ping);
        Assert.Equal([RequestOutcomeKind.Overloaded], endpoint.TakeKinds());
    }

    [Fact]
    public void Beyond_the_bound_a_request_is_refused_until_another_has_ended()
    {
        var endpoint = new EndpointUnderTest(With(new RequestSettings { MaxInFlight = 2 }));
        for (var i = 0; i < 3; i++) endpoint.Start(Ping);
        Assert.Equal([RequestOutcomeKind.Overloaded], endpoint.TakeKinds());
        Assert.Equal((2, 1, 2), (endpoint.Machine.InFlight, endpoint.Stats.Requests.Refused, endpoint.Stats.Requests.Total));

        endpoint.Answer(endpoint.TakeSent()[0]);
        endpoint.Start(Ping);

        Assert.Equal([RequestOutcomeKind.Replied], endpoint.TakeKinds());
        Assert.Equal(2, endpoint.Machine.InFlight);
    }

    [Fact]
    public void The_first_timeout_is_reported_once_to_whoever_wants_to_know()
    {
        _endpoint.Start(Ping with { ReportSlow = true });
        _endpoint.Start(Ping);

        _endpoint.PassMilliseconds(999);
        Assert.Empty(_endpoint.TakeOutcomes());
        _endpoint.PassMilliseconds(1);
        Assert.Equal([RequestOutcomeKind.Slow], _endpoint.TakeKinds());
        _endpoint.PassMilliseconds(3_000);

        Assert.Equal([RequestOutcomeKind.TimedOut, RequestOutcomeKind.TimedOut], _endpoint.TakeKinds());
    }

    [Fact]
    public void A_member_of_the_table_that_never_answers_is_reported_down()
    {
        var node = NodeAt(Peer);
        _endpoint.Start(Ping with { ToId = node.Id });
        _endpoint.Start(Ping);

        _endpoint.PassMilliseconds(3_999);
        Assert.False(_endpoint.Machine.TryTakeDown(out _));
        _endpoint.PassMilliseconds(1);

        Assert.True(_endpoint.Machine.TryTakeDown(out var down));
        Assert.Equal(node, down);
        Assert.False(_endpoint.Machine.TryTakeDown(out _));
    }

    [Fact]
    public void With_adaptive_timeouts_an_endpoint_that_answers_fast_is_given_less_time()
    {
        var endpoint = new EndpointUnderTest(With(new RequestSettings { AdaptiveTimeout = true }), random: new ConstantRandom());
        endpoint.Start(Ping);
        Assert.Equal([0, 250, 750, 1_750], endpoint.PassMilliseconds(60_000).Select(sent => sent.AtMs));

        endpoint.Start(Ping);
        endpoint.SleepMilliseconds(10);
        endpoint.Answer(Assert.Single(endpoint.TakeSent()));
        endpoint.Start(Ping);
        var start = Assert.Single(endpoint.TakeSent()).AtMs;

        Assert.Equal([300, 600, 900], endpoint.PassMilliseconds(60_000).Select(sent => sent.AtMs - start));
    }

    [Fact]
    public void The_deadlines_of_answered_requests_do_not_pile_up()
    {
        var transmits = new TransmitQueue();
        var table = new RequestTable<int>(new RequestSettings { MaxWindow = int.MaxValue / 2 }, new SeededRandom(1), transmits);
        table.HandleBound(Instant.Zero, _endpoint.Identity);
        table.HandleStart(Instant.Zero, _endpoint.Identity, RequestSpec.Ping(OtherPeer), owner: 0);
        transmits.TryTake(out _);

        for (var i = 0; i < 10_000; i++)
        {
            table.HandleStart(Instant.Zero, _endpoint.Identity, Ping, owner: 0);
            Assert.True(transmits.TryTake(out var sent));
            Assert.True(RequestDatagram.TryDecode(sent.Datagram.Span, out var request, out _));
            Assert.True(table.HandleReply(Instant.Zero, new ReplyDatagram { Tid = request.Tid }, Peer, fromId: null, SocketRole.Client));
            Assert.InRange(table.Deadlines, 1, 100);
        }

        Assert.Equal(Instant.FromMilliseconds(1_000), table.NextDeadline);
    }

    [Fact]
    public void Each_internal_command_is_counted_and_delayed_pings_are_not()
    {
        _endpoint.Start(RequestSpec.Ping(Peer));
        _endpoint.Start(RequestSpec.PingNat(Peer, port: 1));
        _endpoint.Start(new RequestSpec(Peer, Commands.FindNode) { IsInternal = true, Target = Target });
        _endpoint.Start(RequestSpec.DownHint(Peer, OtherPeer));
        _endpoint.Start(RequestSpec.DelayedPing(Peer, TimeSpan.Zero));
        _endpoint.Start(new RequestSpec(Peer, Commands.Ping));
        foreach (var sent in _endpoint.TakeSent().Skip(1)) _endpoint.Answer(sent);

        var stats = _endpoint.Stats.Requests;
        Assert.Equal((6, 5, 1), (stats.Total, stats.Responses, stats.Active));
        Assert.Equal(new CommandCount(1, 0), stats.Ping);
        Assert.All([stats.PingNat, stats.FindNode, stats.DownHint], count => Assert.Equal(new CommandCount(1, 1), count));
    }

    private void AssertIdle()
    {
        Assert.Equal(0, _endpoint.Machine.InFlight);
        Assert.Equal(Instant.Never, _endpoint.Machine.NextDeadline);
    }

    private sealed class ConstantRandom : IRandomSource
    {
        public void Fill(Span<byte> destination) => destination.Clear();

        public int Next(int exclusiveUpperBound) => 0;
    }
}
