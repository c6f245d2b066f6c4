using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.LinkUnderTest;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.SessionUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>The relay that carries a connection until there is a direct path (03-hyperdht.md §12), seen from the server.</summary>
public sealed class SessionRelayTests
{
    private static readonly PeerAddress Relay = Address("70.0.0.1:7000");
    private static readonly RelayOffer Offer = new(RelayKeys.PublicKey, AttemptUnderTest.Token(5));

    [Fact]
    public void The_clients_relay_is_dialled_as_the_other_end()
    {
        var session = new SessionUnderTest(Hello with { RelayThrough = Offer }).Punching();
        Assert.Equal([new PeerAction.DialRelay(Offer.Relay, Offer.Token, false)], session.Of<PeerAction.DialRelay>());
    }

    [Fact]
    public void Our_own_relay_comes_before_the_clients()
    {
        var session = new SessionUnderTest(Hello with { RelayThrough = Offer }).Punching(Admission with { RelayThrough = ServerKeys.PublicKey });
        var dial = session.Of<PeerAction.DialRelay>().Single();
        Assert.Equal((ServerKeys.PublicKey, true), (dial.Relay, dial.IsInitiator));
        Assert.Equal(session.ReadAnswer().RelayThrough!.Token, dial.Token);
    }

    [Fact]
    public void A_relayed_session_lives_as_long_as_its_stream()
    {
        var session = Relayed();
        Assert.Equal(Relay, session.Connected.To);
        session.RunFor(3600);
        Assert.False(session.Link.IsOver);
        Assert.Empty(session.Books.Sockets);

        session.Turn(session.Link.HandleStreamClosed);
        session.RunFor(10);
        Assert.True(session.Books.IsFinished);
    }

    [Fact]
    public void A_direct_packet_changes_the_path_and_the_relay_goes()
    {
        var session = Relayed();
        session.Knock(session.Pooled, Client);
        Assert.Equal((session.Pooled, Client, RemoteId), (session.Books.Changed!.Socket, session.Books.Changed.To, session.Books.Changed.RemoteId.Value));
        session.RunFor(20);
        Assert.False(session.Link.IsOver);
        session.Turn(session.Link.HandlePathChanged);
        session.Turn(session.Link.HandleDirectPacket);
        Assert.True(session.Books.IsFinished);
    }

    [Fact]
    public void An_upgraded_session_answers_copies_a_while_too()
    {
        var session = Relayed();
        session.Knock(session.Pooled, Client);
        session.Turn(session.Link.HandlePathChanged);
        session.Turn(session.Link.HandleDirectPacket);
        Assert.False(session.Link.IsOver);
        session.Copy();
        Assert.Equal(2, session.Answers.Count());
        session.RunFor(10);
        Assert.True(session.Books.IsFinished);
    }

    [Fact]
    public void A_relay_that_fails_after_the_punch_ends_it()
    {
        var session = new SessionUnderTest(Hello with { RelayThrough = Offer }).Punching();
        session.RunFor(10);
        Assert.Null(session.Books.Failed);
        Assert.Equal(ConnectStage.Relaying, session.Link.Stage);
        session.RelayFailed();
        Assert.Equal((ConnectError.RelayAborted, ConnectStage.Relaying), (session.Failure.Error, session.Failure.Stage));
    }

    [Fact]
    public void A_relayed_connection_stays_when_the_client_gives_the_punch_up()
    {
        var session = Relayed();
        session.Say(new HolepunchPayload { Error = PeerErrors.Aborted });
        Assert.Equal(PeerErrors.Aborted, session.LastAnswer().Error);
        Assert.Empty(session.Books.Sockets);
        Assert.True(session.Books.HasRelay);
        session.Knock(SocketRole.Server, Client);
        Assert.NotNull(session.Books.Changed);
    }

    [Fact]
    public void A_relay_that_is_lost_later_leaves_the_stream_to_itself()
    {
        var session = Relayed();
        session.Say(new HolepunchPayload { Error = PeerErrors.Aborted });
        session.RelayFailed();
        session.RunFor(10);
        Assert.True(session.Books.IsFinished);
        Assert.Null(session.Books.Failed);
    }

    [Fact]
    public void A_direct_packet_saves_the_stream_even_after_its_relay_is_lost()
    {
        var session = Relayed();
        session.Say(new HolepunchPayload { Error = PeerErrors.Aborted });
        session.RelayFailed();
        session.RunFor(5);
        session.Knock(SocketRole.Server, Client);
        Assert.NotNull(session.Books.Changed);
        session.RunFor(10);
        Assert.True(session.Books.IsFinished);
    }

    private static SessionUnderTest Relayed()
    {
        var session = new SessionUnderTest(Hello with { RelayThrough = Offer }).Punching();
        session.RelayPaired(SocketRole.Client, Relay, 9);
        return session;
    }
}
