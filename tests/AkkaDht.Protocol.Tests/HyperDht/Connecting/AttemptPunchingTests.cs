using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.AttemptUnderTest;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.LinkUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>The second round of a hole punch, and waiting for one's turn (03-hyperdht.md §8.13, §8.14).</summary>
public sealed class AttemptPunchingTests
{
    private static readonly PeerAddress[] Nodes = [.. Enumerable.Range(1, 6).Select(i => Address($"100.1.0.{i}:100"))];
    private static readonly PeerAddress ServersOwnView = Server with { Port = 7 };
    private static readonly HolepunchPayload Yes = Ready with { IsPunching = true };

    [Fact]
    public void The_second_round_goes_by_the_node_of_the_handshake_with_a_token_to_echo()
    {
        var attempt = Asking(relays: new RelayInfo(Node2, ServersOwnView));
        var (message, payload) = attempt.Read(attempt.Rounds[1]);

        Assert.Equal((Node1, attempt.Pooled), (attempt.Rounds[1].Spec.To, attempt.Rounds[1].Spec.Socket));
        Assert.Equal(Server, message.Peer);
        Assert.Equal((true, 1ul, FirewallKind.Consistent), (payload.IsPunching, payload.Round, payload.Firewall));
        Assert.Equal(Token(7), payload.RemoteToken);
        Assert.NotNull(payload.Token);
        Assert.Null(payload.RemoteAddress);
        Assert.Equal(ConnectStage.Punching, attempt.Link.Stage);
    }

    [Fact]
    public void A_server_that_punches_is_punched_to()
    {
        var attempt = Asking();
        attempt.AnswerRound(Yes with { RemoteToken = attempt.LastRound.Token });
        attempt.RunFor(0.5);
        Assert.Contains(new PeerAction.Probe(attempt.Pooled, Server, 64), attempt.Done);
        Assert.Equal(1, attempt.Link.Stats.ConsistentPunches);

        attempt.Probe(attempt.Pooled, Server);
        Assert.Equal((attempt.Pooled, Server), (attempt.Connected.Socket, attempt.Connected.To));
        Assert.Empty(attempt.Books.Sockets);
    }

    [Fact]
    public void The_connection_is_told_of_its_socket_before_the_socket_is_given_back()
    {
        var attempt = Asking();
        attempt.AnswerRound(Yes);
        attempt.Probe(attempt.Pooled, Server);
        Assert.True(attempt.Done.IndexOf(attempt.Connected) < attempt.Done.IndexOf(new PeerAction.ReleaseSocket(attempt.Pooled)));
    }

    [Fact]
    public void A_packet_of_the_stream_is_as_good_as_a_probe()
    {
        var attempt = Asking();
        attempt.Knock(attempt.Pooled, Server);
        Assert.Equal(Server, attempt.Connected.To);
    }

    [Fact]
    public void Without_the_echo_a_server_is_tried_only_now_and_then()
    {
        var attempt = Asking();
        attempt.AnswerRound(Yes with { RemoteToken = Token(9) });
        attempt.RunFor(2.5);
        Assert.DoesNotContain(new PeerAction.Probe(attempt.Pooled, Server, 64), attempt.Done);
        attempt.RunFor(1);
        Assert.Contains(new PeerAction.Probe(attempt.Pooled, Server, 64), attempt.Done);
    }

    [Fact]
    public void A_punch_that_nothing_comes_of_ends()
    {
        var attempt = Asking();
        attempt.AnswerRound(Yes);
        attempt.RunFor(11);
        Assert.Equal((ConnectError.HolepunchAborted, ConnectStage.Punching), (attempt.Failure.Error, attempt.Failure.Stage));
        Assert.Equal((FirewallKind.Consistent, FirewallKind.Consistent, 1), (attempt.Failure.LocalFirewall, attempt.Failure.RemoteFirewall, attempt.Failure.Attempts));
    }

    [Fact]
    public void A_server_that_does_not_punch_or_cannot_be_punched_to_has_failed()
    {
        var idle = Asking();
        idle.AnswerRound(Yes with { IsPunching = false });
        Assert.Equal(ConnectError.RemoteNotHolepunching, idle.Failure.Error);

        var nowhere = Asking();
        nowhere.AnswerRound(Yes with { Addresses = null });
        Assert.Equal((ConnectError.RemoteNotHolepunchable, ConnectStage.Punching), (nowhere.Failure.Error, nowhere.Failure.Stage));

        var busy = Asking();
        busy.AnswerRound(new HolepunchPayload { Error = PeerErrors.TryLater });
        Assert.Equal(ConnectError.RemoteAborted, busy.Failure.Error);
    }

    [Fact]
    public void Behind_a_random_NAT_it_is_punched_only_to_a_host_that_echoed()
    {
        var attempt = Asking(FirewallKind.Random);
        Assert.Equal(1, attempt.Gate.Inside);
        attempt.AnswerRound(Yes);
        Assert.Equal(ConnectError.RemoteNotHolepunchable, attempt.Failure.Error);
        Assert.Equal(0, attempt.Gate.Inside);

        attempt = Asking(FirewallKind.Random);
        attempt.AnswerRound(Yes with { RemoteToken = attempt.LastRound.Token });
        Assert.False(attempt.Link.IsOver);
        Assert.Equal(1, attempt.Link.Stats.RandomPunches);
    }

    [Fact]
    public void Out_of_turn_and_without_a_relay_it_ends()
    {
        var attempt = Asking(FirewallKind.Random, occupied: true);
        Assert.Equal((ConnectError.HolepunchAborted, ConnectStage.Punching), (attempt.Failure.Error, attempt.Failure.Stage));
        Assert.Equal(1, attempt.Link.Stats.TriesLater);
        Assert.Contains("turns", attempt.Failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Out_of_turn_with_a_relay_the_server_hears_of_it_and_the_turn_is_waited_for()
    {
        var attempt = Asking(FirewallKind.Random, occupied: true, isRelayed: true, new RelayInfo(Node2, ServersOwnView));
        Assert.Equal(2, attempt.Rounds.Count);
        Assert.False(attempt.LastRound.IsPunching);
        Assert.NotNull(attempt.LastRound.Token);
        Assert.Equal(Node1, attempt.Rounds[1].Spec.To);

        attempt.AnswerRound(Ready with { RemoteToken = attempt.LastRound.Token });
        attempt.RunFor(20);
        Assert.Equal(2, attempt.Rounds.Count);

        attempt.Gate.Leave();
        attempt.RunFor(20);
        Assert.Equal(3, attempt.Rounds.Count);
        var (message, payload) = attempt.Read(attempt.Rounds[2]);
        Assert.Equal((Node2, ServersOwnView, true), (attempt.Rounds[2].Spec.To, message.Peer, payload.IsPunching));
        Assert.Null(payload.Token);

        attempt.AnswerRound(Yes);
        Assert.Equal(1, attempt.Link.Stats.RandomPunches);
    }

    [Fact]
    public void Told_to_try_later_it_does_with_a_relay()
    {
        var attempt = Asking(FirewallKind.Random, isRelayed: true);
        attempt.AnswerRound(new HolepunchPayload { Error = PeerErrors.TryLater });
        Assert.Equal(0, attempt.Gate.Inside);
        attempt.RunFor(9.9);
        Assert.Equal(2, attempt.Rounds.Count);
        attempt.RunFor(10.2);
        Assert.Equal(3, attempt.Rounds.Count);
        Assert.True(attempt.LastRound.IsPunching);
        Assert.Null(attempt.LastRound.Token);
    }

    [Fact]
    public void A_turn_that_is_waited_for_is_lost_with_the_relay()
    {
        var attempt = Asking(FirewallKind.Random, occupied: true, isRelayed: true);
        attempt.AnswerRound(Ready);
        attempt.RelayFailed();
        Assert.False(attempt.Link.IsOver);
        attempt.RunFor(20);
        Assert.True(attempt.Books.IsFinished);
        Assert.Null(attempt.Books.Failed);
    }

    [Fact]
    public void What_the_server_was_told_of_our_NAT_stays_true()
    {
        var attempt = Asking();
        attempt.AnswerRound(Yes, us: Us with { Port = 6000 });
        Assert.Equal(FirewallKind.Consistent, attempt.Rounds.Count == 2 ? attempt.LastRound.Firewall : FirewallKind.Unknown);
    }

    /// <summary>An attempt whose second round is out, or is to be.</summary>
    private static AttemptUnderTest Asking(FirewallKind local = FirewallKind.Consistent, bool occupied = false, bool isRelayed = false, params RelayInfo[] relays)
    {
        var attempt = new AttemptUnderTest(isRelayed ? Plain with { RelayThrough = RelayKeys.PublicKey } : Plain);
        if (occupied) Assert.True(attempt.Gate.TryEnter(attempt.Now));
        attempt.Probing(Offer(relays), Nodes);
        if (isRelayed) attempt.RelayPaired(SocketRole.Client, Address("70.0.0.1:7000"), 9);
        attempt.Behind(local);
        attempt.AnswerRound(Ready, us: local == FirewallKind.Random ? Us with { Port = 5999 } : null);
        return attempt;
    }
}
