using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Protocol;
using AkkaDht.Sockets;
using AkkaDht.Tests.Support;
using static AkkaDht.Sockets.SocketMessages;

namespace AkkaDht.Tests.Sockets;

/// <summary>The sockets that hole punches open, and when they close.</summary>
public sealed class SocketPoolTests : PartsTest
{
    private static readonly PeerAddress Peer = PeerAddress.Loopback(9);

    private readonly FakeNetwork _network = new();
    private SocketSettings _settings = new();

    [Fact]
    public void Whoever_wants_a_socket_gets_one_of_a_number_that_no_other_has_had()
    {
        var (sockets, holder) = (Open(), CreateTestProbe());

        var first = OpenPooled(sockets, holder);
        sockets.Tell(new Release(first.Role), holder);
        var second = OpenPooled(sockets, holder);

        Assert.NotEqual(first.Role, second.Role);
        Assert.True(first.Role.IsPooled && second.Role.IsPooled);
        Assert.False(Parts.SocketRefs[second.Role].IsNobody());
    }

    [Fact]
    public void A_socket_stays_as_long_as_somebody_holds_it()
    {
        var (sockets, opener, other) = (Open(), CreateTestProbe(), CreateTestProbe());
        var role = OpenPooled(sockets, opener).Role;

        sockets.Tell(new Hold(role), other);
        sockets.Tell(new Release(role), opener);
        AwaitHandled(sockets);
        var whileHeld = _network.OpenSockets;
        sockets.Tell(new Release(role), other);

        AwaitCondition(() => _network.OpenSockets == 2);
        Assert.Equal(3, whileHeld);
        AwaitCondition(() => Parts.SocketRefs[role].IsNobody());
        AwaitCondition(() => Parts.PoolCounters.Snapshot is { Opened: 1, Closed: 1, Active: 0 });
    }

    [Fact]
    public void A_holder_that_stops_gives_all_its_sockets_back()
    {
        var (sockets, holder) = (Open(), CreateTestProbe());
        for (var i = 0; i < 5; i++) OpenPooled(sockets, holder);

        Sys.Stop(holder);

        AwaitCondition(() => _network.OpenSockets == 2);
    }

    [Fact]
    public void A_socket_that_may_be_used_again_lingers()
    {
        var (sockets, holder) = (Open(), CreateTestProbe());
        var role = OpenPooled(sockets, holder).Role;

        sockets.Tell(new Release(role, Lingers: true), holder);
        AwaitHandled(sockets);
        Advance(_settings.Linger - TimeSpan.FromMilliseconds(1));
        AwaitHandled(sockets);
        var whileLingering = _network.OpenSockets;
        Advance(TimeSpan.FromMilliseconds(1));

        AwaitCondition(() => _network.OpenSockets == 2);
        Assert.Equal(3, whileLingering);
    }

    [Fact]
    public void At_the_bound_there_is_no_further_socket()
    {
        _settings = _settings with { MaxPooled = 2 };
        var (sockets, holder) = (Open(), CreateTestProbe());
        for (var i = 0; i < 2; i++) OpenPooled(sockets, holder);

        sockets.Tell(SocketMessages.OpenPooled.Instance, holder);

        Assert.Contains("2 sockets", holder.ExpectMsg<PooledRefused>().Reason, StringComparison.Ordinal);
        Assert.Equal(1, Parts.PoolCounters.Snapshot.Refused);
    }

    [Fact]
    public void When_the_system_has_no_socket_the_asker_learns_of_it()
    {
        var (sockets, holder) = (Open(), CreateTestProbe());
        _network.IsExhausted = true;

        sockets.Tell(SocketMessages.OpenPooled.Instance, holder);

        holder.ExpectMsg<PooledRefused>();
        AwaitCondition(() => Parts.PoolCounters.Snapshot.Active == 0);
    }

    [Fact]
    public void What_is_one_byte_long_is_told_to_the_opener_as_a_probe()
    {
        var (sockets, holder) = (Open(), CreateTestProbe());
        var opened = OpenPooled(sockets, holder);

        _network.Deliver(Peer, opened.Local, [7]);

        var probed = holder.ExpectMsg<Probed>();
        Assert.Equal((opened.Role, Peer), (probed.Socket, probed.From));
    }

    [Fact]
    public void Probes_that_come_faster_than_they_are_handled_are_dropped_and_counted()
    {
        _settings = _settings with { MaxWaitingProbes = 2 };
        var (sockets, holder) = (Open(), CreateTestProbe());
        var opened = OpenPooled(sockets, holder);

        for (var i = 0; i < 5; i++) _network.Deliver(Peer, opened.Local, [0]);
        AwaitCondition(() => Parts.PoolCounters.Snapshot.ProbesDropped == 3);
        holder.ExpectMsg<Probed>().Handled();
        _network.Deliver(PeerAddress.Loopback(10), opened.Local, [0]);

        holder.ExpectMsg<Probed>();
        Assert.Equal(10, holder.ExpectMsg<Probed>().From.Port);
    }

    [Fact]
    public void A_torn_socket_comes_back_on_its_port_without_its_opener_noticing()
    {
        var (sockets, holder) = (Open(), CreateTestProbe());
        var opened = OpenPooled(sockets, holder);

        Parts.SocketRefs[opened.Role].Tell(Kill.Instance);
        AwaitCondition(() => _network.Binds == 4);
        _network.Deliver(Peer, opened.Local, [0]);

        holder.ExpectMsg<Probed>();
    }

    [Fact]
    public void Closing_the_node_closes_the_pool()
    {
        var (sockets, holder) = (Open(), CreateTestProbe());
        OpenPooled(sockets, holder);

        sockets.Tell(Close.Instance);
        Parent.ExpectMsg<Closed>();

        Assert.Equal(0, _network.OpenSockets);
        sockets.Tell(SocketMessages.OpenPooled.Instance, holder);
        holder.ExpectMsg<PooledRefused>();
    }

    private IActorRef Open()
    {
        Settings = Settings with { Sockets = _settings, SocketFactory = _network };
        var parts = Parts;
        var sockets = Start(Props.Create(() => new SocketsSupervisor(parts)), "sockets");
        sockets.Tell(SocketMessages.Open.Instance);
        Parent.ExpectMsg<Opened>();
        return sockets;
    }

    private static PooledOpened OpenPooled(IActorRef sockets, TestProbe holder)
    {
        sockets.Tell(SocketMessages.OpenPooled.Instance, holder);
        return holder.ExpectMsg<PooledOpened>();
    }

    private void AwaitHandled(IActorRef sockets)
    {
        var probe = CreateTestProbe();
        sockets.Tell(new Identify(0), probe);
        probe.ExpectMsg<ActorIdentity>();
    }
}
