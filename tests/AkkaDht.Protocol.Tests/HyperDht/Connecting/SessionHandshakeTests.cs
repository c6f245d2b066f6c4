using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.LinkUnderTest;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.SessionUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>A client's handshake, and what a server answers (03-hyperdht.md §9.2 to §9.10).</summary>
public sealed class SessionHandshakeTests
{
    [Fact]
    public void What_is_no_handshake_for_this_server_meets_silence()
    {
        var session = new SessionUnderTest();
        Assert.False(session.TryRead(noise: new byte[120]));
        Assert.True(session.Books.IsFinished);
        session.Copy();
        Assert.Equal([new PeerAction.Ignore(1)], session.Of<PeerAction.Ignore>());
    }

    [Fact]
    public void Who_is_refused_meets_silence_too()
    {
        var session = new SessionUnderTest();
        Assert.True(session.TryRead());
        Assert.Equal(ClientKeys.PublicKey, session.Machine.RemoteKey);
        Assert.Equal(Client, session.Machine.ClientAddress);
        session.Copy().Copy();
        session.Turn(now => session.Link.Abort(now));
        Assert.Equal([new PeerAction.Ignore(1), new PeerAction.Ignore(2), new PeerAction.Finished()], session.Done);
    }

    [Fact]
    public void A_server_says_how_to_reach_it()
    {
        var session = new SessionUnderTest().Punching(Admission with { IsReusable = true, RelayThrough = RelayKeys.PublicKey });
        var payload = session.ReadAnswer();
        Assert.Equal((PeerErrors.None, FirewallKind.Unknown, 4ul), (payload.Error, payload.Firewall, payload.Holepunch!.Id));
        Assert.Equal([new RelayInfo(Node, Us)], payload.Holepunch.Relays);
        Assert.Equal(Admission.Vantage.LocalAddresses, payload.Addresses4);
        Assert.Equal(new UdxOffer(true, LocalId.Value, 0), payload.Udx);
        Assert.Equal([Node], payload.RelayAddresses);
        Assert.Equal(RelayKeys.PublicKey, payload.RelayThrough!.Relay);
        Assert.True(payload.HasSecretStream);
    }

    [Fact]
    public void A_server_that_anybody_can_reach_offers_no_punch()
    {
        var session = new SessionUnderTest().Admitted(Admission with { Vantage = Admission.Vantage with { RemoteAddress = Us }, RelayAddresses = [], ShareLocalAddress = false });
        var payload = session.ReadAnswer();
        Assert.Equal(FirewallKind.Open, payload.Firewall);
        Assert.Null(payload.Holepunch);
        Assert.Null(payload.RelayAddresses);
        Assert.Equal([Us], payload.Addresses4);
        Assert.Null(session.Answers.Single().Socket);
        Assert.Empty(session.Of<PeerAction.OpenSocket>());
    }

    [Fact]
    public void All_copies_are_answered_with_the_same_bytes_whenever_they_come()
    {
        var session = new SessionUnderTest();
        session.TryRead();
        session.Copy().Copy();
        session.Turn(now => session.Machine.HandleAdmitted(now, Admission));
        session.Copy();
        Assert.Empty(session.Answers);
        session.Give();
        session.Copy();
        Assert.Equal([1L, 2L, 3L, 4L], session.Answers.Select(answer => answer.Request));
        Assert.All(session.Answers, answer => Assert.Equal(session.Answers.First().Noise.ToArray(), answer.Noise.ToArray()));
        Assert.All(session.Answers, answer => Assert.Equal(session.Pooled, answer.Socket));
    }

    [Fact]
    public void No_more_copies_wait_than_may()
    {
        var session = new SessionUnderTest();
        session.TryRead();
        for (var i = 0; i < 100; i++) session.Copy();
        Assert.Equal(16, session.Books.Requests.Count);
        Assert.Equal(84, session.Link.Stats.RefusedByBound);
    }

    [Fact]
    public void The_answer_of_a_server_that_punches_leaves_by_the_socket_of_the_punch()
    {
        var session = new SessionUnderTest().Admitted();
        Assert.Empty(session.Answers);
        session.Give();
        Assert.Equal(session.Pooled, session.Answers.Single().Socket);
    }

    [Fact]
    public void Without_a_socket_for_the_punch_the_client_is_answered_all_the_same()
    {
        var session = new SessionUnderTest().Admitted();
        session.GiveNone();
        Assert.Null(session.Answers.Single().Socket);
        Assert.Equal(ConnectError.HolepunchAborted, session.Failure.Error);
    }

    [Theory]
    [InlineData(2, PeerErrors.VersionMismatch)]
    [InlineData(1, PeerErrors.Aborted)]
    public void Whoever_speaks_otherwise_or_has_no_stream_is_told_so_and_forgotten(ulong version, ulong error)
    {
        var session = new SessionUnderTest(new NoisePayload { Version = version });
        session.TryRead();
        Assert.False(session.Machine.WantsStream);
        session.Copy();
        session.Turn(now => session.Machine.HandleAdmitted(now, Admission with { LocalId = null }));

        var payload = session.ReadAnswer();
        Assert.Equal((error, 0ul), (payload.Error, payload.Udx!.Id));
        Assert.Empty(session.Of<PeerAction.OpenSocket>());
        session.RunFor(9.9);
        session.Copy();
        Assert.Equal(2, session.Answers.Count());
        session.RunFor(0.1);
        Assert.True(session.Books.IsFinished);
        Assert.Null(session.Books.Failed);
    }

    [Fact]
    public void A_stream_id_that_is_none_is_no_stream()
    {
        var session = new SessionUnderTest(Hello with { Udx = new UdxOffer(false, 1ul << 40, 0) });
        session.TryRead();
        Assert.False(session.Machine.WantsStream);
    }

    [Fact]
    public void A_client_that_came_directly_is_connected_to_at_once()
    {
        var session = new SessionUnderTest().Admitted(isDirect: true);
        Assert.Equal((SocketRole.Server, Client, RemoteId), (session.Connected.Socket, session.Connected.To, session.Connected.RemoteId.Value));
        Assert.Null(session.Answers.Single().Socket);
        Assert.Equal(ClientKeys.PublicKey, session.Connected.Keys.RemoteStatic);
        Assert.False(session.Connected.Keys.IsInitiator);
    }

    [Fact]
    public void A_client_that_anybody_can_reach_is_connected_to_at_once()
    {
        var session = new SessionUnderTest(Hello with { Firewall = FirewallKind.Open }).Admitted(Admission with { RelayThrough = RelayKeys.PublicKey });
        Assert.Equal((SocketRole.Client, Client), (session.Connected.Socket, session.Connected.To));
        Assert.Equal(1, session.Link.Stats.OpenPunches);
        Assert.Empty(session.Of<PeerAction.DialRelay>());
    }

    [Fact]
    public void A_connected_session_answers_copies_a_while_and_is_over_then()
    {
        var session = new SessionUnderTest().Admitted(isDirect: true);
        session.RunFor(9.9);
        session.Copy();
        Assert.Equal(2, session.Answers.Count());
        session.RunFor(0.1);
        Assert.True(session.Books.IsFinished);
    }

    [Fact]
    public void A_client_next_door_is_answered_by_the_usual_socket_and_may_punch_too()
    {
        var session = new SessionUnderTest(Hello with { Addresses4 = [Address("192.168.1.2:8000")] }).Admitted(to: Client with { Port = 1 });
        Assert.Null(session.Answers.Single().Socket);
        Assert.Single(session.Of<PeerAction.OpenSocket>());

        session.Give();
        session.Knock(SocketRole.Server, Address("192.168.1.2:8000"));
        Assert.Equal((SocketRole.Server, Address("192.168.1.2:8000")), (session.Connected.Socket, session.Connected.To));
        Assert.Empty(session.Books.Sockets);
    }

    [Fact]
    public void A_server_that_does_not_punch_waits_for_the_client()
    {
        var session = new SessionUnderTest().Admitted(Admission with { MayPunch = false });
        Assert.Empty(session.Of<PeerAction.OpenSocket>());
        session.RunFor(10);
        Assert.Equal((ConnectError.HolepunchAborted, ConnectStage.Connecting), (session.Failure.Error, session.Failure.Stage));
        Assert.Equal([Node], session.Failure.RelaysTried);
        Assert.False(session.Link.IsOver);
        session.RunFor(10);
        Assert.True(session.Books.IsFinished);
    }

    [Fact]
    public void The_first_packet_of_the_stream_connects_it()
    {
        var session = new SessionUnderTest().Punching();
        session.Knock(session.Pooled, Client with { Port = 8055 });
        Assert.Equal((session.Pooled, Client with { Port = 8055 }), (session.Connected.Socket, session.Connected.To));
        Assert.Empty(session.Books.Sockets);
        session.RunFor(10);
        Assert.True(session.Books.IsFinished);
    }

    [Fact]
    public void A_packet_from_nowhere_does_not_connect_it()
    {
        var session = new SessionUnderTest().Punching();
        session.Knock(session.Pooled, Client with { Port = 0 });
        Assert.Null(session.Books.Connected);
    }

    [Fact]
    public void A_session_without_any_word_of_the_client_fails_after_a_while()
    {
        var session = new SessionUnderTest().Punching();
        session.RunFor(10);
        Assert.Equal((ConnectError.HolepunchAborted, ConnectStage.Probing), (session.Failure.Error, session.Failure.Stage));
        Assert.Empty(session.Books.Sockets);
        session.Knock(session.Pooled, Client);
        Assert.Null(session.Books.Connected);
    }

    [Fact]
    public void A_way_is_remembered_when_both_sides_want_it()
    {
        var session = new SessionUnderTest(Hello with { Udx = new UdxOffer(true, RemoteId, 0) }).Admitted(Admission with { IsReusable = true }, isDirect: true);
        Assert.Equal([new PeerAction.RememberRoute(ClientKeys.PublicKey, SocketRole.Server, Client)], session.Of<PeerAction.RememberRoute>());
        Assert.Empty(new SessionUnderTest().Admitted(Admission with { IsReusable = true }, isDirect: true).Of<PeerAction.RememberRoute>());
    }

    [Fact]
    public void A_stream_that_is_closed_ends_the_session_after_the_usual_while()
    {
        var session = new SessionUnderTest().Punching();
        session.Turn(session.Link.HandleStreamClosed);
        Assert.Empty(session.Books.Sockets);
        Assert.Null(session.Books.Failed);
        session.RunFor(10);
        Assert.True(session.Books.IsFinished);
    }

    [Fact]
    public void Keys_that_no_connection_was_given_are_overwritten()
    {
        var kept = new SessionUnderTest().Admitted(isDirect: true);
        kept.RunFor(10);
        Assert.NotEqual(new byte[32], kept.Connected.Keys.SendKey.ToArray());

        var session = new SessionUnderTest(Hello).Punching(Admission with { RelayThrough = RelayKeys.PublicKey });
        session.RelayPaired(SocketRole.Client, Address("70.0.0.1:7000"), 9);
        var keys = session.Connected.Keys;
        session.Turn(now => session.Link.Abort(now));
        Assert.NotEqual(new byte[32], keys.SendKey.ToArray());
    }
}
