using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.AttemptUnderTest;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.LinkUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>The first round of a hole punch (03-hyperdht.md §8.10 to §8.12).</summary>
public sealed class AttemptProbingTests
{
    private static readonly PeerAddress[] Nodes = [.. Enumerable.Range(1, 6).Select(i => Address($"100.1.0.{i}:100"))];

    [Fact]
    public void The_first_round_goes_by_the_servers_relay_from_a_socket_of_its_own()
    {
        var attempt = new AttemptUnderTest().Probing(Offer(new RelayInfo(Node2, Server with { Port = 2 }), new RelayInfo(Node1, Server with { Port = 1 })));

        var (message, payload) = attempt.Read(Assert.Single(attempt.Rounds));
        Assert.Equal((PeerMode.FromClient, 4ul, Server with { Port = 1 }), (message.Mode, message.Id, message.Peer));
        Assert.Equal((Node1, attempt.Pooled), (attempt.Rounds[0].Spec.To, attempt.Rounds[0].Spec.Socket));
        Assert.Equal(Targets.Of(Suite, ServerKeys.PublicKey), attempt.Rounds[0].Spec.Target);
        Assert.Equal(new HolepunchPayload { RemoteAddress = Server }, payload);
        Assert.Equal([new PeerAction.Probe(attempt.Pooled, Server, 5)], attempt.Of<PeerAction.Probe>());
    }

    [Fact]
    public void When_the_server_knows_the_node_not_its_first_relay_serves()
    {
        var attempt = new AttemptUnderTest().Probing(Offer(new RelayInfo(Node2, Server), new RelayInfo(Node3, Server)));
        Assert.Equal(Node2, attempt.Rounds[0].Spec.To);
    }

    [Fact]
    public void Nothing_is_sent_ahead_when_that_is_not_wanted()
    {
        var attempt = new AttemptUnderTest(Plain with { FastOpen = false }).Probing();
        Assert.Empty(attempt.Of<PeerAction.Probe>());
        Assert.Null(attempt.LastRound.RemoteAddress);
    }

    [Fact]
    public void Nodes_are_asked_from_that_socket_how_they_see_it()
    {
        var attempt = new AttemptUnderTest().Probing(nodes: Nodes);
        Assert.Equal(4, attempt.Pings.Count);
        Assert.All(attempt.Pings, ping => Assert.Equal((attempt.Pooled, 0), (ping.Spec.Socket, ping.Spec.Retries)));
    }

    [Fact]
    public void A_probe_that_gets_through_is_success_at_any_time()
    {
        var attempt = new AttemptUnderTest().Probing(nodes: Nodes);
        attempt.Probe(attempt.Pooled, Server with { Port = 4711 });
        Assert.Equal((attempt.Pooled, Server with { Port = 4711 }), (attempt.Connected.Socket, attempt.Connected.To));
        Assert.True(attempt.Books.IsFinished);
    }

    [Fact]
    public void The_answer_of_a_server_that_knows_its_NAT_leads_to_the_second_round()
    {
        var attempt = new AttemptUnderTest().Probing(nodes: Nodes);
        attempt.Behind(FirewallKind.Consistent);
        attempt.AnswerRound(Ready);
        Assert.Equal(2, attempt.Rounds.Count);
        Assert.True(attempt.LastRound.IsPunching);
    }

    [Fact]
    public void What_our_NAT_does_is_waited_for()
    {
        var attempt = new AttemptUnderTest().Probing(nodes: Nodes);
        attempt.AnswerRound(Ready);
        Assert.Single(attempt.Rounds);
        attempt.Behind(FirewallKind.Consistent);
        Assert.Equal(2, attempt.Rounds.Count);
    }

    [Fact]
    public void A_server_that_knows_too_little_is_given_a_second_and_asked_once_more()
    {
        var attempt = new AttemptUnderTest().Probing(nodes: Nodes);
        attempt.Behind(FirewallKind.Consistent);
        attempt.AnswerRound(new HolepunchPayload { Token = Token(1) });
        Assert.Single(attempt.Rounds);
        attempt.RunFor(1);
        Assert.Equal(2, attempt.Rounds.Count);
        Assert.Equal((1ul, false, FirewallKind.Consistent), (attempt.LastRound.Round, attempt.LastRound.IsPunching, attempt.LastRound.Firewall));
        Assert.Equal(Us with { Port = 5000 }, attempt.LastRound.Addresses!.First());

        attempt.AnswerRound(new HolepunchPayload { Token = Token(1) });
        attempt.RunFor(1);
        Assert.Equal(PeerErrors.Aborted, attempt.LastRound.Error);
        Assert.False(attempt.Link.IsOver);
        attempt.AnswerRound(new HolepunchPayload { Error = PeerErrors.Aborted });
        Assert.Equal((ConnectError.HolepunchProbeTimeout, ConnectStage.Probing, FirewallKind.Consistent, FirewallKind.Unknown), (attempt.Failure.Error, attempt.Failure.Stage, attempt.Failure.LocalFirewall, attempt.Failure.RemoteFirewall));
    }

    [Fact]
    public void An_answer_without_a_token_is_asked_for_once_more_and_then_taken()
    {
        var attempt = new AttemptUnderTest().Probing(nodes: Nodes);
        attempt.Behind(FirewallKind.Consistent);
        attempt.AnswerRound(Ready with { Token = null });
        Assert.False(attempt.LastRound.IsPunching);
        attempt.AnswerRound(Ready with { Token = null });
        Assert.True(attempt.LastRound.IsPunching);
        Assert.Null(attempt.LastRound.RemoteToken);
    }

    [Fact]
    public void An_unstable_socket_is_replaced_and_the_server_told_of_the_new_one()
    {
        var attempt = new AttemptUnderTest().Probing(nodes: Nodes);
        var first = attempt.Pooled;
        attempt.Behind(FirewallKind.Unknown);
        attempt.AnswerRound(Ready);
        attempt.Behind(FirewallKind.Unknown);
        Assert.Equal(2, attempt.Of<PeerAction.OpenSocket>().Count());

        attempt.Give(Nodes);
        Assert.DoesNotContain(first, attempt.Books.Sockets);
        attempt.Behind(FirewallKind.Consistent);
        Assert.Equal((2, attempt.Pooled), (attempt.Rounds.Count, attempt.Rounds[1].Spec.Socket));
        Assert.False(attempt.LastRound.IsPunching);
        attempt.AnswerRound(Ready);
        Assert.True(attempt.LastRound.IsPunching);
    }

    [Fact]
    public void A_NAT_that_remains_unknown_ends_it()
    {
        var attempt = new AttemptUnderTest().Probing();
        attempt.AnswerRound(Ready);
        for (var i = 0; i < 3; i++) attempt.Give();
        Assert.Equal(PeerErrors.Aborted, attempt.LastRound.Error);
        attempt.NoReply(attempt.Rounds[^1]);
        Assert.Equal((ConnectError.HolepunchProbeTimeout, FirewallKind.Consistent), (attempt.Failure.Error, attempt.Failure.RemoteFirewall));
    }

    [Fact]
    public void Two_random_NATs_end_it_and_the_server_is_told()
    {
        var attempt = new AttemptUnderTest().Probing(nodes: Nodes);
        attempt.Behind(FirewallKind.Random);
        attempt.AnswerRound(new HolepunchPayload { Firewall = FirewallKind.Random, Addresses = [Server with { Port = 0 }], Token = Token(1) });
        for (var i = 0; i < 3; i++)
        {
            attempt.Give(Nodes);
            attempt.Behind(FirewallKind.Random);
        }

        Assert.Equal(PeerErrors.Aborted, attempt.LastRound.Error);
        attempt.NoReply(attempt.Rounds[^1]);
        Assert.Equal((ConnectError.HolepunchDoubleRandomizedNats, FirewallKind.Random, FirewallKind.Random), (attempt.Failure.Error, attempt.Failure.LocalFirewall, attempt.Failure.RemoteFirewall));
        Assert.Contains("relay", attempt.Failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_server_is_now_is_learned_by_the_same_node()
    {
        var moved = Server with { Port = 9555 };
        var attempt = new AttemptUnderTest().Probing(nodes: Nodes);
        attempt.Behind(FirewallKind.Consistent);
        attempt.AnswerRound(Ready, server: moved);
        Assert.Equal(new PeerAction.Probe(attempt.Pooled, moved, 5), attempt.Of<PeerAction.Probe>().Last());
        Assert.Equal(moved, attempt.Read(attempt.Rounds[1]).Message.Peer);
    }

    [Fact]
    public void Where_the_server_is_for_another_node_does_not_count()
    {
        var attempt = new AttemptUnderTest().Probing(Offer(new RelayInfo(Node2, Server with { Port = 7 })), Nodes);
        attempt.Behind(FirewallKind.Consistent);
        attempt.AnswerRound(Ready, server: Server with { Port = 9555 });
        Assert.Equal(Server, attempt.Read(attempt.Rounds[1]).Message.Peer);
        Assert.Single(attempt.Of<PeerAction.Probe>());
    }

    [Theory]
    [InlineData(ConnectError.BadHolepunchReply)]
    [InlineData(ConnectError.HolepunchInvalid)]
    [InlineData(ConnectError.HolepunchNotAnswered)]
    [InlineData(ConnectError.RemoteAborted)]
    public void Each_way_to_fail_a_round_has_its_name(ConnectError expected)
    {
        var attempt = new AttemptUnderTest().Probing(nodes: Nodes);
        switch (expected)
        {
            case ConnectError.BadHolepunchReply: attempt.Reply(attempt.Rounds[0], new byte[] { 0xff }, Us); break;
            case ConnectError.HolepunchInvalid: attempt.Reply(attempt.Rounds[0], new HolepunchMessage(PeerMode.Reply, 0, new byte[60], Server).ToBytes(), Us); break;
            case ConnectError.HolepunchNotAnswered: attempt.NoReply(attempt.Rounds[0]); break;
            default: attempt.AnswerRound(new HolepunchPayload { Error = PeerErrors.Aborted }); break;
        }

        Assert.Equal((expected, ConnectStage.Probing), (attempt.Failure.Error, attempt.Failure.Stage));
        Assert.Equal([Node1], attempt.Failure.RelaysTried);
        Assert.NotEmpty(attempt.Failure.Hint);
    }

    [Fact]
    public void The_application_may_forbid_the_punch_and_sees_what_is_known()
    {
        (FirewallKind, FirewallKind, IReadOnlyList<PeerAddress>, IReadOnlyList<PeerAddress>)? seen = null;
        var attempt = new AttemptUnderTest(Plain with { Holepunch = (remote, local, theirs, ours) => { seen = (remote, local, theirs, ours); return false; } }).Probing(nodes: Nodes);
        attempt.Behind(FirewallKind.Consistent);
        attempt.AnswerRound(Ready);

        Assert.Equal((FirewallKind.Consistent, FirewallKind.Consistent), (seen!.Value.Item1, seen.Value.Item2));
        Assert.Equal([Server], seen.Value.Item3);
        Assert.Equal(Us with { Port = 5000 }, seen.Value.Item4.First());
        Assert.Equal(PeerErrors.Aborted, attempt.LastRound.Error);
        attempt.NoReply(attempt.Rounds[1]);
        Assert.Equal(ConnectError.HolepunchAborted, attempt.Failure.Error);
    }

    [Fact]
    public void A_rule_that_throws_forbids()
    {
        var attempt = new AttemptUnderTest(Plain with { Holepunch = (_, _, _, _) => throw new InvalidOperationException() }).Probing(nodes: Nodes);
        attempt.Behind(FirewallKind.Consistent);
        attempt.AnswerRound(Ready);
        Assert.Equal(PeerErrors.Aborted, attempt.LastRound.Error);
    }

    [Fact]
    public void Without_a_socket_there_is_no_punch()
    {
        var attempt = new AttemptUnderTest().Shaken(Offer());
        attempt.GiveNone();
        Assert.Equal((ConnectError.HolepunchAborted, ConnectStage.Probing), (attempt.Failure.Error, attempt.Failure.Stage));
    }
}
