using Akka.Actor;
using AkkaDht.Bootstrapping;
using AkkaDht.Lifecycle;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Queries;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Tests.Support;
using static AkkaDht.Lifecycle.LifecycleMessages;

namespace AkkaDht.Tests.Lifecycle;

/// <summary>The lifecycle as an actor: what it decides goes to its neighbours, what it raises to <see cref="PartsTest.Node"/>.</summary>
public sealed class LifecycleActorTests : PartsTest
{
    private static readonly PeerAddress Server = PeerAddress.Loopback(5000);
    private static readonly PeerAddress Peer = PeerAddress.Loopback(9);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    [Fact]
    public void Bound_sockets_begin_the_bootstrap_and_its_end_makes_the_node_ready()
    {
        var lifecycle = StartLifecycle();

        lifecycle.Tell(new Bound(Server));

        ExpectRaised(LifecycleEvent.Listening);
        Assert.True(Queries.ExpectMsg<QueryMessages.StartBackground>().IsObserved);
        EndBootstrapQuery(lifecycle);
        ExpectRaised(LifecycleEvent.Ready);
        Assert.True(Parts.View.IsBootstrapped);
    }

    [Fact]
    public void The_bootstrap_begins_at_the_nodes_that_the_settings_name_and_leaves_room_for_bootstrap_nodes()
    {
        var named = Enumerable.Range(1, 30).Select(port => PeerAddress.Loopback((ushort)port)).ToArray();
        Settings = Settings with { Nodes = named };

        StartLifecycle().Tell(new Bound(Server));

        Assert.Equal(named.Take(19).Select(NodeAt), Queries.ExpectMsg<QueryMessages.StartBackground>().Plan.Seeds);
    }

    [Fact]
    public void The_first_reply_of_the_bootstrap_is_asked_whether_it_reaches_the_server_socket()
    {
        var lifecycle = StartLifecycle();
        lifecycle.Tell(new Bound(Server));
        Queries.ExpectMsg<QueryMessages.StartBackground>();

        Queries.Send(lifecycle, new QueryMessages.Progressed(ReplyFrom(Peer)));

        Assert.Equal(1, Queries.ExpectMsg<QueryMessages.Demand>().Count);
        var ping = Requests.ExpectMsg<RequestMessages.Send>();
        Assert.Equal((Peer, Commands.PingNat), (ping.Spec.To, ping.Spec.Command));
    }

    [Fact]
    public void A_tick_reaches_table_and_requests_every_five_seconds()
    {
        var lifecycle = StartReady();

        Advance(Tick);
        var first = Requests.ExpectMsg<RequestMessages.Tick>().Number;
        Requests.Reply(new RequestMessages.Counted(0, 1, 0));
        Assert.Equal(first, Table.FishForMessage<RoutingMessages.Tick>(tick => tick.IsBootstrapped).Number);
        Settle(lifecycle);
        Advance(Tick);

        Assert.Equal(first + 1, Requests.ExpectMsg<RequestMessages.Tick>().Number);
    }

    [Fact]
    public void A_clock_that_jumped_shows_that_the_machine_was_asleep()
    {
        StartReady();

        Advance(TimeSpan.FromMinutes(5));

        ExpectRaised(LifecycleEvent.WokeUp);
    }

    [Fact]
    public void Requests_that_all_time_out_take_the_node_offline()
    {
        var lifecycle = StartReady();

        for (long tick = 1; Parts.View.IsOnline && tick < 20; tick++)
        {
            Advance(Tick);
            Requests.FishForMessage<RequestMessages.Tick>(_ => true);
            Requests.Send(lifecycle, new RequestMessages.Counted(0, 0, tick * 20));
            Settle(lifecycle);
        }

        Assert.False(ExpectRaised(LifecycleEvent.NetworkUpdated).IsOnline);
    }

    [Fact]
    public void A_sample_of_our_address_is_told_to_the_world()
    {
        var lifecycle = StartReady();

        lifecycle.Tell(new NatSampled(Server));

        Assert.Equal(Server, ExpectRaised(LifecycleEvent.NatUpdated).PublicAddress);
    }

    [Fact]
    public void A_persistent_node_changes_its_identity_before_it_bootstraps_again()
    {
        Settings = Settings with { Lifecycle = new() { IsEphemeral = false, IsFirewalled = false } };
        var lifecycle = StartLifecycle();
        lifecycle.Tell(new Bound(Server));
        Queries.ExpectMsg<QueryMessages.StartBackground>();
        lifecycle.Tell(new NatSampled(Server));

        EndBootstrapQuery(lifecycle);

        var change = Table.FishForMessage<RoutingMessages.ChangeIdentity>(_ => true);
        Assert.Equal((Ids.Of(Server), false, false), (change.Identity.Table.Id, change.Identity.IsEphemeral, change.Identity.IsFirewalled));
        Queries.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        change.ReplyTo.Tell(RequestMessages.IdentityChanged.Instance);
        ExpectRaised(LifecycleEvent.BecamePersistent);
        Assert.Equal(Ids.Of(Server), Queries.ExpectMsg<QueryMessages.StartBackground>().Plan.Target);
    }

    [Fact]
    public void An_identity_that_nobody_confirms_is_told_again()
    {
        Settings = Settings with { Lifecycle = new() { IsEphemeral = false, IsFirewalled = false } };
        var lifecycle = StartLifecycle();
        lifecycle.Tell(new Bound(Server));
        lifecycle.Tell(new NatSampled(Server));
        Queries.ExpectMsg<QueryMessages.StartBackground>();
        EndBootstrapQuery(lifecycle);
        var change = Table.FishForMessage<RoutingMessages.ChangeIdentity>(_ => true);

        Settle(lifecycle);
        Advance(Tick);

        Assert.Equal(change, Table.FishForMessage<RoutingMessages.ChangeIdentity>(_ => true));
    }

    [Fact]
    public void A_firewall_check_asks_five_nodes_and_bootstrap_nodes_fill_up()
    {
        var lifecycle = StartCheck();

        var asked = Enumerable.Range(0, 3).Select(_ => Requests.ExpectMsg<RequestMessages.Send>().Spec).ToArray();

        Assert.All(asked, spec => Assert.Equal(Commands.PingNat, spec.Command));
        Assert.Equal([PeerAddress.Loopback(1), PeerAddress.Loopback(2), PeerAddress.Loopback(3)], asked.Select(spec => spec.To));
        for (var i = 0; i < 3; i++) lifecycle.Tell(new RequestMessages.Finished(1, RequestOutcomeKind.TimedOut, null, default, 0));
        ExpectRaised(LifecycleEvent.Ready);
    }

    [Fact]
    public void Suspending_and_resuming_are_raised_when_the_sockets_have_followed()
    {
        var lifecycle = StartReady();

        lifecycle.Tell(LifecycleMessages.Suspend.Instance);
        lifecycle.Tell(Closed.Instance);
        ExpectRaised(LifecycleEvent.Suspended);
        lifecycle.Tell(LifecycleMessages.Resume.Instance);
        ExpectRaised(LifecycleEvent.WokeUp);
        lifecycle.Tell(new Bound(Server));

        ExpectRaised(LifecycleEvent.Resumed);
    }

    [Fact]
    public void A_restart_keeps_what_the_node_is_and_goes_on_ticking()
    {
        var lifecycle = StartReady();

        lifecycle.Tell(Kill.Instance);
        Settle(lifecycle);
        Advance(Tick);

        Requests.ExpectMsg<RequestMessages.Tick>();
        Assert.True(Parts.View.IsBootstrapped);
    }

    [Fact]
    public void A_restart_ends_a_firewall_check_as_failed()
    {
        var lifecycle = StartCheck();

        lifecycle.Tell(Kill.Instance);

        ExpectRaised(LifecycleEvent.Ready);
    }

    private IActorRef StartLifecycle()
    {
        var (parts, machine) = (Parts, new NodeLifecycle(Settings.Lifecycle, Crypto, new Driving.SystemRandom()));
        return Start(Props.Create(() => new LifecycleActor(parts, machine)), "lifecycle");
    }

    private IActorRef StartReady()
    {
        var lifecycle = StartLifecycle();
        lifecycle.Tell(new Bound(Server));
        Queries.ExpectMsg<QueryMessages.StartBackground>();
        EndBootstrapQuery(lifecycle);
        ExpectRaised(LifecycleEvent.Ready);
        return lifecycle;
    }

    // A firewalled node that wants to be persistent checks, with two nodes of its table and a bootstrap node.
    private IActorRef StartCheck()
    {
        Settings = Settings with { Lifecycle = new() { IsEphemeral = false } };
        var lifecycle = StartLifecycle();
        lifecycle.Tell(new Bound(Server));
        lifecycle.Tell(new NatSampled(Server));
        Queries.ExpectMsg<QueryMessages.StartBackground>();
        EndBootstrapQuery(lifecycle);
        Table.FishForMessage<RoutingMessages.GetNodes>(_ => true);
        Table.Reply(new RoutingMessages.Nodes([NodeAt(1), NodeAt(2)]));
        Bootstrap.ExpectMsg<BootstrapMessages.Resolve>();
        Bootstrap.Reply(new BootstrapMessages.Resolved([NodeAt(3)]));
        return lifecycle;
    }

    private static void EndBootstrapQuery(IActorRef lifecycle) =>
        lifecycle.Tell(new QueryMessages.Finished(QueryOutcome.Completed, [], default, null));

    private LifecycleView ExpectRaised(LifecycleEvent what) => Node.FishForMessage<Raised>(raised => raised.Event == what).View;

    // Whoever answers has handled everything before, and has armed its wake-up.
    private void Settle(IActorRef lifecycle)
    {
        lifecycle.Tell(new Identify("settled"), TestActor);
        ExpectMsg<ActorIdentity>();
    }

    private static Reply ReplyFrom(PeerAddress from) => new(1, TimeSpan.Zero, from, null, Server, null, [], 0, null);
}
