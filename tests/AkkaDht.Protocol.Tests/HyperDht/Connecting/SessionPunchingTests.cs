using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Holepunching;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.LinkUnderTest;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.SessionUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>The server's part in a hole punch (03-hyperdht.md §9, "Holepunch request").</summary>
public sealed class SessionPunchingTests
{
    private static readonly PeerAddress[] Nodes = [.. Enumerable.Range(1, 6).Select(i => Address($"100.1.0.{i}:100"))];
    private static readonly PeerAddress OurHole = Us with { Port = 9055 };
    private static readonly PeerAddress TheirHole = Client with { Port = 8055 };
    private static readonly HolepunchPayload Ready = new() { Firewall = FirewallKind.Consistent, Addresses = [TheirHole], Token = AttemptUnderTest.Token(7) };

    [Fact]
    public void What_our_NAT_does_is_found_out_before_the_first_answer()
    {
        var session = new SessionUnderTest().Punching(nodes: Nodes);
        session.Say(new HolepunchPayload());
        Assert.Empty(session.RoundAnswers);

        session.Behind(FirewallKind.Consistent);
        var answer = session.LastAnswer();
        Assert.Equal(session.Pooled, session.RoundAnswers.Single().Socket);
        Assert.Equal((PeerErrors.None, FirewallKind.Consistent, 0ul, false, false), (answer.Error, answer.Firewall, answer.Round, answer.IsPunching, answer.IsConnected));
        Assert.Equal(OurHole, answer.Addresses!.First());
        Assert.Null(answer.RemoteAddress);
    }

    [Fact]
    public void The_token_of_the_client_comes_back_and_ours_goes_only_by_our_relays()
    {
        var session = Analyzed();
        session.Say(Ready);
        Assert.Equal(Ready.Token, session.LastAnswer().RemoteToken);
        Assert.NotNull(session.LastAnswer().Token);
        session.Say(Ready, isServerRelay: false);
        Assert.Null(session.LastAnswer().Token);
    }

    [Fact]
    public void A_client_that_opened_its_NAT_for_our_address_is_knocked_at()
    {
        var session = Analyzed();
        session.Say(Ready with { RemoteAddress = OurHole });
        Assert.Equal([new PeerAction.Probe(session.Pooled, TheirHole, 64)], session.Of<PeerAction.Probe>());

        session = Analyzed();
        session.Say(Ready with { RemoteAddress = OurHole with { Port = 1 } });
        session.Say(Ready);
        Assert.Empty(session.Of<PeerAction.Probe>());
    }

    [Fact]
    public void A_client_that_punches_is_punched_to()
    {
        var session = Analyzed();
        session.Say(Ready);
        session.Say(Ready with { IsPunching = true, RemoteToken = session.LastAnswer().Token });
        Assert.True(session.LastAnswer().IsPunching);
        Assert.Equal(1, session.Link.Stats.ConsistentPunches);
        Assert.Equal(ConnectStage.Punching, session.Link.Stage);
        session.RunFor(1.1);
        Assert.Equal([new PeerAction.Probe(session.Pooled, TheirHole, 64)], session.Of<PeerAction.Probe>());
    }

    [Fact]
    public void Probes_are_echoed_and_the_first_packet_of_the_stream_is_success()
    {
        var session = Analyzed();
        session.Say(Ready with { IsPunching = true });
        session.Probe(session.Pooled, Client with { Port = 8077 });
        Assert.Contains(new PeerAction.Probe(session.Pooled, Client with { Port = 8077 }, 64), session.Done);
        Assert.Null(session.Books.Connected);

        session.Knock(session.Pooled, Client with { Port = 8077 });
        Assert.Equal(Client with { Port = 8077 }, session.Connected.To);
    }

    [Fact]
    public void An_echo_by_another_node_proves_nothing()
    {
        var session = Analyzed(FirewallKind.Random);
        session.Say(Ready);
        var token = session.LastAnswer().Token;
        session.Say(Ready with { IsPunching = true, RemoteToken = token }, isServerRelay: false);
        Assert.Equal(PeerErrors.Aborted, session.LastAnswer().Error);
        Assert.Equal(ConnectError.RemoteNotHolepunchable, session.Failure.Error);

        session = Analyzed(FirewallKind.Random);
        session.Say(Ready);
        session.Say(Ready with { IsPunching = true, RemoteToken = session.LastAnswer().Token });
        Assert.Equal((PeerErrors.None, true), (session.LastAnswer().Error, session.LastAnswer().IsPunching));
    }

    [Fact]
    public void An_older_round_says_nothing_new()
    {
        var session = Analyzed();
        session.Say(Ready with { IsPunching = true }, round: 5);
        session.Say(new HolepunchPayload { Firewall = FirewallKind.Random }, round: 4);
        Assert.Equal((5ul, true, PeerErrors.None), (session.LastAnswer().Round, session.LastAnswer().IsPunching, session.LastAnswer().Error));
        Assert.Equal(0, session.Link.Stats.RandomPunches);
    }

    [Fact]
    public void A_message_on_the_socket_of_the_punch_tells_of_our_NAT()
    {
        var session = new SessionUnderTest().Punching(nodes: Nodes);
        for (var i = 1; i < 5; i++) session.Say(Ready, by: Address($"100.2.0.{i}:1"), socket: session.Pooled, us: OurHole);
        Assert.Equal(FirewallKind.Consistent, session.LastAnswer().Firewall);
    }

    [Fact]
    public void An_unstable_socket_is_replaced_before_the_client_is_answered()
    {
        var session = new SessionUnderTest().Punching(nodes: Nodes);
        session.Behind(FirewallKind.Unknown);
        session.Say(Ready);
        session.Behind(FirewallKind.Unknown);
        Assert.Empty(session.RoundAnswers);
        Assert.Equal(2, session.Of<PeerAction.OpenSocket>().Count());

        session.Give(Nodes);
        session.Behind(FirewallKind.Consistent);
        Assert.Equal(FirewallKind.Consistent, session.LastAnswer().Firewall);
        Assert.Equal(session.Pooled, session.RoundAnswers.Single().Socket);
    }

    [Fact]
    public void A_NAT_that_remains_unknown_ends_it()
    {
        var session = new SessionUnderTest().Punching();
        session.Say(Ready);
        for (var i = 0; i < 3; i++) session.Give();
        Assert.Equal((PeerErrors.Aborted, FirewallKind.Unknown), (session.LastAnswer().Error, session.LastAnswer().Firewall));
        Assert.Equal(SocketRole.Client, session.RoundAnswers.Single().Socket);
        Assert.Equal(ConnectError.HolepunchProbeTimeout, session.Failure.Error);
    }

    [Fact]
    public void A_client_that_gives_up_ends_it()
    {
        var session = Analyzed();
        session.Say(new HolepunchPayload { Error = PeerErrors.Aborted });
        Assert.Equal(PeerErrors.Aborted, session.LastAnswer().Error);
        Assert.Equal((ConnectError.RemoteAborted, FirewallKind.Consistent), (session.Failure.Error, session.Failure.LocalFirewall));
        Assert.Empty(session.Books.Sockets);

        session.Say(Ready);
        Assert.Equal(PeerErrors.Aborted, session.LastAnswer().Error);
    }

    [Fact]
    public void The_application_may_forbid_the_punch()
    {
        var session = Analyzed(admission: Admission with { Holepunch = (remote, local, theirs, ours) => remote != FirewallKind.Consistent || local != FirewallKind.Consistent || theirs.Count != 1 || ours.Count == 0 });
        session.Say(Ready with { IsPunching = true });
        Assert.Equal(PeerErrors.Aborted, session.LastAnswer().Error);
        Assert.Equal(ConnectError.HolepunchAborted, session.Failure.Error);
    }

    [Fact]
    public void Out_of_turn_and_without_a_relay_it_ends()
    {
        var session = Analyzed(FirewallKind.Random);
        Assert.True(session.Gate.TryEnter(session.Now));
        session.Say(Ready with { IsPunching = true });
        Assert.Equal((PeerErrors.TryLater, FirewallKind.Unknown), (session.LastAnswer().Error, session.LastAnswer().Firewall));
        Assert.Equal(ConnectError.HolepunchAborted, session.Failure.Error);
        Assert.Equal(1, session.Link.Stats.TriesLater);
    }

    [Fact]
    public void Out_of_turn_with_a_relay_the_client_is_to_try_later()
    {
        var session = Analyzed(FirewallKind.Random, Admission with { RelayThrough = RelayKeys.PublicKey });
        Assert.True(session.Gate.TryEnter(session.Now));
        session.Say(Ready);
        session.Say(Ready with { IsPunching = true, RemoteToken = session.LastAnswer().Token });
        Assert.Equal((PeerErrors.TryLater, FirewallKind.Random), (session.LastAnswer().Error, session.LastAnswer().Firewall));
        Assert.NotNull(session.LastAnswer().Token);

        session.Gate.Leave();
        session.Say(Ready with { IsPunching = true });
        Assert.Equal((PeerErrors.None, true), (session.LastAnswer().Error, session.LastAnswer().IsPunching));
    }

    [Fact]
    public void A_punch_that_nothing_comes_of_ends()
    {
        var session = Analyzed();
        session.Say(Ready with { IsPunching = true });
        session.RunFor(10.9);
        Assert.Null(session.Books.Failed);
        session.RunFor(1);
        Assert.Equal((ConnectError.HolepunchAborted, ConnectStage.Punching), (session.Failure.Error, session.Failure.Stage));
    }

    [Fact]
    public void What_is_not_the_clients_meets_silence()
    {
        var session = Analyzed();
        session.SayBytes(new byte[80], client: TheirHole);
        session.SayBytes([1], client: TheirHole);
        session.SayBytes([], client: null);
        Assert.Empty(session.RoundAnswers);
        Assert.Equal(3, session.Of<PeerAction.Ignore>().Count());
        Assert.Equal(2, session.Link.Stats.Malformed);
    }

    [Fact]
    public void A_session_that_does_not_punch_has_nothing_to_say_of_it()
    {
        var session = new SessionUnderTest().Admitted(Admission with { MayPunch = false });
        session.Say(Ready);
        Assert.Empty(session.RoundAnswers);
    }

    [Fact]
    public void A_connected_session_has_nothing_more_to_say_of_it()
    {
        var session = Analyzed();
        session.Knock(session.Pooled, TheirHole);
        session.Say(Ready);
        Assert.Empty(session.RoundAnswers);
    }

    [Fact]
    public void No_more_rounds_wait_than_may()
    {
        var session = new SessionUnderTest().Punching(nodes: Nodes);
        for (var i = 0; i < 40; i++) session.Say(Ready);
        Assert.Equal(16, session.Books.Requests.Count);
        session.Behind(FirewallKind.Consistent);
        Assert.Equal(16, session.RoundAnswers.Count());
        Assert.Empty(session.Books.Requests);
    }

    private static SessionUnderTest Analyzed(FirewallKind local = FirewallKind.Consistent, SessionAdmission? admission = null)
    {
        var session = new SessionUnderTest().Punching(admission, Nodes);
        session.Behind(local);
        return session;
    }
}
