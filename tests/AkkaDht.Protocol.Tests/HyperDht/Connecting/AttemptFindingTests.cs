using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.AttemptUnderTest;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.LinkUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>Which nodes a server is asked by (03-hyperdht.md §8.1 to §8.3).</summary>
public sealed class AttemptFindingTests
{
    [Fact]
    public void Without_a_hint_it_looks_for_nodes_and_nothing_else()
    {
        var attempt = new AttemptUnderTest().Started();

        var find = Assert.IsType<PeerAction.FindPeer>(Assert.Single(attempt.Done));
        Assert.Equal(Targets.Of(Suite, ServerKeys.PublicKey), find.Target);
        Assert.Empty(find.Seeds);
        Assert.Equal(3, find.Retries);
    }

    [Fact]
    public void Two_handshakes_are_under_way_at_once_with_the_same_message()
    {
        var attempt = new AttemptUnderTest().Started();
        foreach (var node in new[] { Node1, Node2, Node3 }) attempt.Found(node);

        Assert.Equal([Node1, Node2], attempt.Handshakes.Select(ask => ask.Spec.To));
        Assert.Equal(attempt.Handshakes[0].Spec.Value!.Value.ToArray(), attempt.Handshakes[1].Spec.Value!.Value.ToArray());
        Assert.All(attempt.Handshakes, ask => Assert.Equal(SocketRole.Client, ask.Spec.Socket));
        Assert.All(attempt.Handshakes, ask => Assert.Equal(3, ask.Spec.Retries));

        attempt.NoReply(attempt.Handshakes[1]);
        Assert.Equal([Node1, Node2, Node3], attempt.Handshakes.Select(ask => ask.Spec.To));
    }

    [Fact]
    public void Nodes_that_are_known_are_tried_one_after_another_beside_two_that_were_found()
    {
        var attempt = new AttemptUnderTest(Plain with { RelayAddresses = [Node1, Node2] }).Started();
        Assert.Equal([Node1, Node2], attempt.Of<PeerAction.FindPeer>().Single().Seeds);
        Assert.Equal([Node1], attempt.Handshakes.Select(ask => ask.Spec.To));

        for (var i = 10; i < 14; i++) attempt.Found(Node3 with { Port = (ushort)i });
        Assert.Equal(3, attempt.Handshakes.Count);

        attempt.NoReply(attempt.Handshakes[0]);
        Assert.Equal(Node2, attempt.Handshakes[3].Spec.To);
        attempt.NoReply(attempt.Handshakes[3]);
        Assert.Equal(4, attempt.Handshakes.Count);
    }

    [Fact]
    public void A_node_that_is_known_is_not_asked_again_when_it_is_found()
    {
        var attempt = new AttemptUnderTest(Plain with { RelayAddresses = [Node1] }).Started();
        attempt.Found(Node1);
        Assert.Single(attempt.Handshakes);
    }

    [Fact]
    public void Nodes_that_are_remembered_serve_when_none_were_given()
    {
        var vantage = new PeerVantage { CachedRelays = [Node2] };
        Assert.Equal([Node2], new AttemptUnderTest(null, vantage).Started().Handshakes.Select(ask => ask.Spec.To));
        Assert.Equal([Node3], new AttemptUnderTest(Plain with { RelayAddresses = [Node3] }, vantage).Started().Handshakes.Select(ask => ask.Spec.To));
    }

    [Fact]
    public void A_server_that_announced_itself_to_this_node_is_reached_from_here()
    {
        var attempt = new AttemptUnderTest(Plain with { RelayAddresses = [Node3] }, new PeerVantage { OwnRelay = Node1, CachedRelays = [Node2] }).Started();
        Assert.Equal([Node1], attempt.Of<PeerAction.FindPeer>().Single().Seeds);
        Assert.Equal([Node1], attempt.Handshakes.Select(ask => ask.Spec.To));
    }

    [Fact]
    public void When_known_nodes_lead_nowhere_it_looks_again_without_them()
    {
        var attempt = new AttemptUnderTest(Plain with { RelayAddresses = [Node1] }).Started();
        attempt.FindEnded();
        Assert.Equal(2, attempt.Of<PeerAction.FindPeer>().Count());
        Assert.Empty(attempt.Of<PeerAction.FindPeer>().Last().Seeds);

        attempt.NoReply(attempt.Handshakes[0]);
        attempt.Found(Node1);
        Assert.Equal(2, attempt.Handshakes.Count);
    }

    [Fact]
    public void The_second_walk_waits_for_those_that_the_first_one_found()
    {
        var attempt = new AttemptUnderTest(Plain with { RelayAddresses = [Node1] }).Started();
        attempt.Found(Node2);
        attempt.FindEnded();
        attempt.NoReply(attempt.Handshakes.Single(ask => ask.Spec.To == Node2));
        Assert.Single(attempt.Of<PeerAction.FindPeer>());

        attempt.NoReply(attempt.Handshakes.Single(ask => ask.Spec.To == Node1));
        Assert.Equal(2, attempt.Of<PeerAction.FindPeer>().Count());
    }

    [Fact]
    public void A_key_that_no_node_knows_is_not_found()
    {
        var attempt = new AttemptUnderTest().Started();
        attempt.FindEnded();

        Assert.Equal(new ConnectFailure(ConnectError.PeerNotFound, ConnectStage.Finding, FirewallKind.Unknown, FirewallKind.Unknown, attempt.Failure.RelaysTried, 0), attempt.Failure);
        Assert.Empty(attempt.Failure.RelaysTried);
        Assert.Contains("listening", attempt.Failure.Hint, StringComparison.Ordinal);
        Assert.True(attempt.Link.IsOver);
    }

    [Fact]
    public void A_server_that_answers_by_no_node_cannot_be_connected_to()
    {
        var attempt = new AttemptUnderTest().Started();
        attempt.Found(Node1);
        attempt.Found(Node2);
        attempt.FindEnded();
        attempt.NoReply(attempt.Handshakes[0]);
        attempt.NoReply(attempt.Handshakes[1]);

        Assert.Equal(ConnectError.PeerConnectionFailed, attempt.Failure.Error);
        Assert.Equal(ConnectStage.Handshaking, attempt.Failure.Stage);
        Assert.Equal([Node1, Node2], attempt.Failure.RelaysTried);
        Assert.Equal(2, attempt.Failure.Attempts);
        Assert.Contains("2 handshakes by [100.0.0.1:1001, 100.0.0.2:1002]", attempt.Failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Records_of_another_key_are_passed_over()
    {
        var attempt = new AttemptUnderTest().Started();
        attempt.Found(Node1, ClientKeys.PublicKey);
        Assert.Empty(attempt.Handshakes);
    }

    [Fact]
    public void No_more_nodes_wait_than_may()
    {
        var attempt = new AttemptUnderTest(settings: new ConnectSettings { MaxFoundRelays = 5 }).Started();
        for (var i = 0; i < 20; i++) attempt.Found(Node1 with { Port = (ushort)(1 + i) });
        attempt.FindEnded();
        while (attempt.Books.Asks.Count > 0) attempt.NoReply(attempt.Handshakes.Single(ask => ask.Tag == attempt.Books.Asks.First()));

        Assert.Equal(5, attempt.Failure.Attempts);
        Assert.Equal(15, attempt.Link.Stats.RefusedByBound);
    }

    [Fact]
    public void No_more_known_nodes_are_tried_than_may_be()
    {
        var relays = Enumerable.Range(1, 500).Select(port => Node1 with { Port = (ushort)port }).ToArray();
        var attempt = new AttemptUnderTest(Plain with { RelayAddresses = relays }).Started();
        Assert.Equal(16, attempt.Of<PeerAction.FindPeer>().Single().Seeds.Count);
    }

    [Fact]
    public void A_way_that_is_open_is_tried_first()
    {
        var route = new PeerRoute(new SocketRole(5), Server);
        var attempt = new AttemptUnderTest(Plain with { IsReusable = true }, new PeerVantage { Route = route });
        attempt.Books.RelaySockets.Add(route.Socket);
        attempt.Started();
        var ask = Assert.IsType<PeerAction.Ask>(Assert.Single(attempt.Done));
        Assert.Equal((route.Address, route.Socket), (ask.Spec.To, ask.Spec.Socket));

        attempt.NoReply(ask);
        Assert.Single(attempt.Of<PeerAction.FindPeer>());
        attempt.Found(Node1);
        Assert.Equal(ask.Spec.Value!.Value.ToArray(), attempt.Handshakes[1].Spec.Value!.Value.ToArray());
    }

    [Fact]
    public void A_way_that_is_open_is_not_used_by_who_did_not_ask_for_it()
    {
        var attempt = new AttemptUnderTest(null, new PeerVantage { Route = new PeerRoute(SocketRole.Server, Server) }).Started();
        Assert.IsType<PeerAction.FindPeer>(Assert.Single(attempt.Done));
    }

    [Fact]
    public void A_key_that_is_no_point_cannot_be_shaken_hands_with()
    {
        var attempt = new AttemptUnderTest(Plain with { Remote = AkkaDht.Protocol.Crypto.PublicKey.Read(new byte[32]) }).Started();
        attempt.Found(Node1, AkkaDht.Protocol.Crypto.PublicKey.Read(new byte[32]));
        Assert.Equal(ConnectError.HandshakeInvalid, attempt.Failure.Error);
    }

    [Fact]
    public void The_time_of_an_attempt_is_limited()
    {
        var attempt = new AttemptUnderTest().Started();
        attempt.Found(Node1);
        attempt.RunFor(89);
        Assert.False(attempt.Link.IsOver);
        attempt.RunFor(1);
        Assert.Equal((ConnectError.TimedOut, ConnectStage.Handshaking), (attempt.Failure.Error, attempt.Failure.Stage));
    }
}
