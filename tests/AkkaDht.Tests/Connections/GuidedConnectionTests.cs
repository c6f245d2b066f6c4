using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Connecting;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;
using AkkaDht.Sockets;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Tests.Connections;

/// <summary>Connections that are told by a guide where their peer is.</summary>
public sealed class GuidedConnectionTests : ConnectionsTest
{
    private static readonly SocketRole Pooled = new(7);

    private static readonly ConnectFailure Failure =
        new(ConnectError.PeerNotFound, ConnectStage.Finding, FirewallKind.Unknown, FirewallKind.Unknown, [], 0);

    [Fact]
    public void A_connection_by_public_key_asks_for_an_attempt()
    {
        var side = Reserve(ToPeer());

        var begin = Connects.ExpectMsg<ConnectMessages.Begin>();

        Assert.Equal((side.Connection, side.Opening.LocalId, RightKey.PublicKey), (begin.Connection, begin.LocalId, begin.Peer.PublicKey));
    }

    [Fact]
    public void A_connection_that_found_no_way_says_why()
    {
        var side = Reserve(ToPeer());

        side.Connection.Tell(new GiveUp(Failure));

        var closed = side.Expect<Closed>();
        Assert.Equal((EndKind.NotReached, Failure), (closed.Reason.Kind, closed.Failure));
        AwaitAssert(() => Assert.Equal(0, Streams.Count));
    }

    [Fact]
    public void A_lasting_connection_that_found_no_way_makes_another_attempt_after_a_pause()
    {
        var side = Reserve(ToPeer() with { IsLasting = true });
        var first = Connects.ExpectMsg<ConnectMessages.Begin>();

        side.Connection.Tell(new GiveUp(Failure));
        var reconnecting = side.Expect<Reconnecting>();
        Advance(reconnecting.Delay);

        var second = Connects.ExpectMsg<ConnectMessages.Begin>();
        Assert.Equal(Failure, reconnecting.Failure);
        Assert.NotEqual(first.LocalId, second.LocalId);
    }

    [Fact]
    public void An_attempt_that_fails_without_a_word_ends_the_connection()
    {
        var (side, guide) = (Reserve(ToPeer()), CreateTestProbe());
        side.Connection.Tell(new BeGuidedBy(guide));

        Sys.Stop(guide);

        Assert.Equal(EndKind.NotReached, side.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void A_guide_that_ends_once_there_is_a_way_is_not_missed()
    {
        var guide = CreateTestProbe();
        var (left, right) = Open(leftSpec: new() { Guide = guide });

        var watcher = CreateTestProbe();
        watcher.Watch(guide);
        Sys.Stop(guide);
        watcher.ExpectTerminated(guide);

        Write(left, [1]);
        Assert.Equal([1], Read(right));
    }

    [Fact]
    public void The_owner_of_an_incoming_connection_hears_nothing_before_there_is_a_way()
    {
        var (owner, guide) = (CreateTestProbe(), CreateTestProbe());
        var connection = StartConnection(new() { Guide = guide, IsIncoming = true }, owner);
        var reserved = guide.ExpectMsg<Reserved>();

        connection.Tell(new GiveUp(Failure));

        guide.ExpectTerminatedOf(connection);
        owner.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        Assert.Equal(connection, reserved.Connection);
    }

    [Fact]
    public void What_a_peer_sends_before_the_guide_knows_of_it_is_kept_and_read()
    {
        var (guide, left) = (CreateTestProbe(), Reserve());
        var owner = CreateTestProbe();
        var connection = StartConnection(new() { Guide = guide, IsIncoming = true }, owner);
        var reserved = guide.ExpectMsg<Reserved>();

        left.Tell(new Connect(new StreamRoute(reserved.LocalId, Wire.Address), KeyAgreement.Introduce(LeftKey)));
        var knock = guide.ExpectMsg<Knocked>();
        connection.Tell(new Connect(new StreamRoute(left.Opening.LocalId, knock.From, knock.Socket), KeyAgreement.Await(RightKey)));

        owner.ExpectMsg<Opening>();
        Assert.Equal(LeftKey.PublicKey, owner.ExpectMsg<Opened>().RemoteKey);
        left.Expect<Opened>();
    }

    [Fact]
    public void A_socket_of_the_pool_is_held_as_long_as_packets_may_come_in_on_it()
    {
        var (guide, left) = (CreateTestProbe(), Reserve());
        var side = Reserve(new() { Guide = guide });
        Parts.SocketRefs[Pooled] = Parts.SocketRefs[SocketRole.Server];

        side.Tell(new Connect(new StreamRoute(left.Opening.LocalId, Wire.Address, Pooled), KeyAgreement.Await(RightKey)));
        Assert.Equal(Pooled, Sockets.ExpectMsg<SocketMessages.Hold>().Role);
        side.Tell(Abort.Instance);

        Assert.Equal(new SocketMessages.Release(Pooled), Sockets.ExpectMsg<SocketMessages.Release>());
    }

    [Fact]
    public void Of_packets_that_come_before_there_is_a_way_four_batches_are_kept()
    {
        var (guide, owner) = (CreateTestProbe(), CreateTestProbe());
        var connection = StartConnection(new() { Guide = guide, IsIncoming = true }, owner);
        var id = guide.ExpectMsg<Reserved>().LocalId;
        var packet = new byte[PacketHeader.Length];
        PacketHeader.WriteId(packet, id);

        for (ushort port = 1; port <= 40; port++)
        {
            var batch = BatchPool.RentReceive(isBusy: false);
            batch.Begin(Pooled);
            batch.TryAdd(PeerAddress.Loopback(port), packet);
            Streams.Find(id.Value)!.HandOver(batch);
        }

        for (ushort port = 1; port <= 4; port++) Assert.Equal(port, guide.ExpectMsg<Knocked>().From.Port);
        guide.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        connection.Tell(new GiveUp(Failure));
        guide.ExpectTerminatedOf(connection);
    }

    [Fact]
    public void Whoever_asks_is_told_which_way_packets_go()
    {
        var (left, _) = Open();

        left.Tell(GetPath.Instance);

        Assert.Equal(new CurrentPath(SocketRole.Server, Wire.Address), left.Expect<CurrentPath>());
    }

    private static ConnectionSpec ToPeer() => new() { Peer = new PeerSpec(RightKey.PublicKey) };
}

file static class ProbeExtensions
{
    public static void ExpectTerminatedOf(this TestProbe probe, IActorRef actor)
    {
        probe.Watch(actor);
        probe.ExpectTerminated(actor);
    }
}
