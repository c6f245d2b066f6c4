using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Connecting;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.Udx;
using AkkaDht.Requests;
using AkkaDht.Tests.Support;
using static AkkaDht.Connecting.ConnectMessages;

namespace AkkaDht.Tests.Connecting;

/// <summary>How many attempts there may be, and what is remembered between them.</summary>
public sealed class ConnectsSupervisorTests : PartsTest
{
    private static readonly PublicKey Remote = KeyPair.FromSeed(Crypto, new byte[32]).PublicKey;
    private static readonly PeerAddress Relay = PeerAddress.Parse("45.6.7.8:49737");
    private static readonly PeerAddress Address = PeerAddress.Parse("46.6.7.8:1234");

    [Fact]
    public void Attempts_beyond_the_limit_are_refused_at_once()
    {
        Settings = Settings with { MaxAttempts = 1 };
        var connects = StartSupervisor();
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        Begin(connects, first);
        first.ExpectMsg<ConnectionMessages.BeGuidedBy>();

        Begin(connects, second);

        Assert.Equal(ConnectError.RefusedByLimit, second.ExpectMsg<ConnectionMessages.GiveUp>().Failure.Error);
        Assert.Equal((1, 1), (Parts.ConnectCounters.Active, Parts.ConnectCounters.Snapshot.Refused));
    }

    [Fact]
    public void When_an_attempt_is_over_there_is_room_for_another()
    {
        Settings = Settings with { MaxAttempts = 1 };
        var connects = StartSupervisor();
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        Begin(connects, first);
        var guide = Watch(first.ExpectMsg<ConnectionMessages.BeGuidedBy>().Guide);
        Sys.Stop(first.Ref);
        ExpectTerminated(guide);

        Begin(connects, second);

        second.ExpectMsg<ConnectionMessages.BeGuidedBy>();
    }

    [Fact]
    public void While_the_node_is_suspended_nothing_connects()
    {
        var connects = StartSupervisor();
        var (under, late, again) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Begin(connects, under);

        connects.Tell(new EndAll(ConnectError.Suspended));
        Begin(connects, late);
        connects.Tell(Resume.Instance);
        Begin(connects, again);

        Assert.Equal(ConnectError.Suspended, under.FishForMessage<ConnectionMessages.GiveUp>(_ => true).Failure.Error);
        Assert.Equal(ConnectError.Suspended, late.ExpectMsg<ConnectionMessages.GiveUp>().Failure.Error);
        again.ExpectMsg<ConnectionMessages.BeGuidedBy>();
    }

    [Fact]
    public void Nodes_that_led_to_a_server_are_asked_first_the_next_time()
    {
        var connects = StartSupervisor();
        connects.Tell(new RememberRelays(Remote, [Relay]));

        Begin(connects, CreateTestProbe());

        var ask = Requests.ExpectMsg<RequestMessages.Send>().Spec;
        Assert.Equal((Relay, PeerCommands.PeerHandshake), (ask.To, ask.Command));
    }

    [Fact]
    public void A_way_that_is_open_is_gone_again()
    {
        Parts.SocketRefs[SocketRole.Client] = Sockets.Ref;
        var (connects, connection) = (StartSupervisor(), CreateTestProbe());
        connects.Tell(new RememberRoute(Remote, new PeerRoute(SocketRole.Client, Address), connection.Ref));

        Begin(connects, CreateTestProbe());

        var ask = Requests.ExpectMsg<RequestMessages.Send>().Spec;
        Assert.Equal((Address, SocketRole.Client), (ask.To, ask.Socket));
    }

    [Fact]
    public void A_way_whose_connection_has_ended_is_not()
    {
        Parts.SocketRefs[SocketRole.Client] = Sockets.Ref;
        var (connects, connection) = (StartSupervisor(), CreateTestProbe());
        connects.Tell(new RememberRoute(Remote, new PeerRoute(SocketRole.Client, Address), connection.Ref));
        Sys.Stop(Watch(connection.Ref));
        ExpectTerminated(connection.Ref);

        AwaitAssert(() =>
        {
            Begin(connects, CreateTestProbe());
            Requests.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        });
    }

    [Fact]
    public void A_way_through_a_socket_that_is_closed_is_not()
    {
        var (connects, connection) = (StartSupervisor(), CreateTestProbe());
        connects.Tell(new RememberRoute(Remote, new PeerRoute(new SocketRole(5), Address), connection.Ref));

        Begin(connects, CreateTestProbe());

        Requests.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    private IActorRef StartSupervisor()
    {
        var parts = Parts;
        return Start(Props.Create(() => new ConnectsSupervisor(parts)), "connects");
    }

    private static void Begin(IActorRef connects, TestProbe connection) =>
        connects.Tell(new Begin(connection.Ref, new StreamId(7), new PeerSpec(Remote) { IsReusable = true }), connection.Ref);
}
