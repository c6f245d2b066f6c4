using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.AttemptUnderTest;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.LinkUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>The relay that carries a connection until there is a direct path (03-hyperdht.md §12), seen from the client.</summary>
public sealed class AttemptRelayTests
{
    private static readonly PeerAddress Relay = Address("70.0.0.1:7000");
    private static readonly PeerAddress[] Nodes = [.. Enumerable.Range(1, 6).Select(i => Address($"100.1.0.{i}:100"))];

    [Fact]
    public void Our_own_relay_is_dialled_as_the_initiator()
    {
        var attempt = Relayed();
        var dial = Assert.Single(attempt.Of<PeerAction.DialRelay>());
        Assert.Equal((RelayKeys.PublicKey, true), (dial.Relay, dial.IsInitiator));
        Assert.Equal(attempt.Said.RelayThrough!.Token, dial.Token);
    }

    [Fact]
    public void The_servers_relay_comes_before_ours()
    {
        var offer = new RelayOffer(ServerKeys.PublicKey, Token(3));
        var attempt = new AttemptUnderTest(Plain with { RelayThrough = RelayKeys.PublicKey }).Probing(Offer() with { RelayThrough = offer });
        Assert.Equal([new PeerAction.DialRelay(offer.Relay, offer.Token, false)], attempt.Of<PeerAction.DialRelay>());
    }

    [Fact]
    public void Whoever_is_reached_directly_needs_no_relay()
    {
        var attempt = new AttemptUnderTest(Plain with { RelayThrough = RelayKeys.PublicKey }).Shaken(Offer() with { Firewall = FirewallKind.Open });
        Assert.Empty(attempt.Of<PeerAction.DialRelay>());
        Assert.True(attempt.Books.IsFinished);
    }

    [Fact]
    public void The_stream_goes_by_the_relay_while_the_punch_goes_on()
    {
        var attempt = Relayed();
        attempt.RelayPaired(SocketRole.Client, Relay, 9);
        Assert.Equal((SocketRole.Client, Relay, 9u), (attempt.Connected.Socket, attempt.Connected.To, attempt.Connected.RemoteId.Value));
        Assert.True(attempt.Link.IsConnected);
        Assert.False(attempt.Link.IsOver);
        Assert.True(attempt.Link.IsPunching);
        Assert.Empty(attempt.Of<PeerAction.RememberRelays>());
        Assert.Equal((1, 1, 0), (attempt.Link.Stats.RelayAttempts, attempt.Link.Stats.RelaySuccesses, attempt.Link.Stats.RelayAborts));
    }

    [Fact]
    public void A_direct_path_takes_the_place_of_the_relays()
    {
        var attempt = Relayed();
        attempt.RelayPaired(SocketRole.Client, Relay, 9);
        attempt.Probe(attempt.Pooled, Server);
        Assert.Equal((attempt.Pooled, Server, RemoteId), (attempt.Books.Changed!.Socket, attempt.Books.Changed.To, attempt.Books.Changed.RemoteId.Value));
        Assert.Empty(attempt.Of<PeerAction.HangUpRelay>());
        Assert.Empty(attempt.Books.Sockets);

        attempt.Turn(attempt.Link.HandleDirectPacket);
        Assert.Empty(attempt.Of<PeerAction.HangUpRelay>());
        attempt.Turn(attempt.Link.HandlePathChanged);
        Assert.Empty(attempt.Of<PeerAction.HangUpRelay>());
        attempt.Turn(attempt.Link.HandleDirectPacket);
        Assert.Single(attempt.Of<PeerAction.HangUpRelay>());
        Assert.True(attempt.Books.IsFinished);
        Assert.Equal(1, attempt.Link.Stats.Upgrades);
    }

    [Fact]
    public void The_relay_is_not_kept_forever_for_a_peer_that_says_nothing()
    {
        var attempt = Relayed();
        attempt.RelayPaired(SocketRole.Client, Relay, 9);
        attempt.Probe(attempt.Pooled, Server);
        attempt.Turn(attempt.Link.HandlePathChanged);
        attempt.RunFor(10);
        Assert.True(attempt.Books.IsFinished);
    }

    [Fact]
    public void A_packet_from_the_relay_is_no_direct_path()
    {
        var attempt = Relayed();
        attempt.Turn(now => attempt.Link.HandleRelayReached(now, SocketRole.Client, Relay));
        attempt.Knock(SocketRole.Client, Relay);
        Assert.Null(attempt.Books.Connected);
        attempt.Turn(now => attempt.Link.HandleRelayPaired(now, SocketRole.Client, Relay, new(9)));
        attempt.Knock(SocketRole.Client, Relay);
        Assert.Null(attempt.Books.Changed);

        attempt.Knock(SocketRole.Server, Relay);
        Assert.Equal((SocketRole.Server, Relay), (attempt.Books.Changed!.Socket, attempt.Books.Changed.To));
    }

    [Fact]
    public void A_relayed_connection_takes_a_direct_packet_long_after_the_punch_has_failed()
    {
        var attempt = Relayed();
        attempt.RelayPaired(SocketRole.Client, Relay, 9);
        attempt.NoReply(attempt.Rounds[0]);
        Assert.False(attempt.Link.IsOver);
        Assert.Equal(Instant.Never, Later(attempt, 3600));

        attempt.Knock(SocketRole.Server, Server);
        Assert.NotNull(attempt.Books.Changed);
    }

    [Fact]
    public void A_relayed_connection_ends_with_its_stream()
    {
        var attempt = Relayed();
        attempt.RelayPaired(SocketRole.Client, Relay, 9);
        attempt.Turn(attempt.Link.HandleStreamClosed);
        Assert.True(attempt.Books.IsFinished);
        Assert.Null(attempt.Books.Failed);
    }

    [Fact]
    public void A_relayed_connection_stops_punching_at_the_deadline_and_stays()
    {
        var attempt = new AttemptUnderTest(Plain with { RelayThrough = RelayKeys.PublicKey }).Probing(nodes: Nodes);
        attempt.RelayPaired(SocketRole.Client, Relay, 9);
        attempt.AnswerRound(Ready);
        attempt.RunFor(91);
        Assert.Empty(attempt.Books.Sockets);
        Assert.True(attempt.Books.HasRelay);
        Assert.False(attempt.Link.IsOver);
    }

    [Fact]
    public void A_relay_has_a_quarter_of_a_minute()
    {
        var attempt = Relayed();
        attempt.NoReply(attempt.Rounds[0]);
        Assert.Equal(ConnectStage.Relaying, attempt.Link.Stage);
        attempt.RunFor(15);
        Assert.Equal((ConnectError.RelayAborted, ConnectStage.Relaying), (attempt.Failure.Error, attempt.Failure.Stage));
        Assert.Single(attempt.Of<PeerAction.HangUpRelay>());
        Assert.Equal(1, attempt.Link.Stats.RelayAborts);
    }

    [Fact]
    public void A_relay_that_fails_leaves_the_punch()
    {
        var attempt = Relayed();
        attempt.RelayFailed();
        Assert.False(attempt.Link.IsOver);
        attempt.Probe(attempt.Pooled, Server);
        Assert.Equal(Server, attempt.Connected.To);
        Assert.Empty(attempt.Of<PeerAction.HangUpRelay>());
    }

    [Fact]
    public void A_direct_path_that_comes_first_makes_the_relay_superfluous()
    {
        var attempt = Relayed();
        attempt.Probe(attempt.Pooled, Server);
        Assert.Single(attempt.Of<PeerAction.HangUpRelay>());
        Assert.True(attempt.Books.IsFinished);
        attempt.RelayPaired(SocketRole.Client, Relay, 9);
        Assert.Equal(Server, attempt.Connected.To);
    }

    [Fact]
    public void A_forbidden_punch_leaves_the_relay()
    {
        var attempt = new AttemptUnderTest(Plain with { RelayThrough = RelayKeys.PublicKey, Holepunch = (_, _, _, _) => false }).Probing(nodes: Nodes);
        attempt.Behind(FirewallKind.Consistent);
        attempt.AnswerRound(Ready);
        attempt.NoReply(attempt.Rounds[^1]);
        Assert.Equal(ConnectStage.Relaying, attempt.Link.Stage);
        attempt.RelayPaired(SocketRole.Client, Relay, 9);
        Assert.Equal(Relay, attempt.Connected.To);
        Assert.Equal(ConnectStage.Connecting, attempt.Link.Stage);
    }

    private static Instant Later(AttemptUnderTest attempt, double seconds)
    {
        attempt.RunFor(seconds);
        return attempt.Link.NextDeadline;
    }

    private static AttemptUnderTest Relayed() => new AttemptUnderTest(Plain with { RelayThrough = RelayKeys.PublicKey }).Probing();
}
