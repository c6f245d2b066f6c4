using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Supervision;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.DhtNodes;

/// <summary>Nodes on loopback from their first socket to their end.</summary>
public sealed class LifeTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("life", "akka { loglevel = OFF, stdout-loglevel = OFF }");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task A_node_that_has_bootstrapped_has_both_sockets_bound()
    {
        await using var node = await DhtNode.StartAsync(_system, Swarm.Alone);
        var status = await node.FullyBootstrappedAsync();

        Assert.True(status.IsBootstrapped);
        Assert.NotEqual(0, status.Address!.Value.Port);
        Assert.NotEqual(status.Address!.Value.Port, status.LocalAddress!.Value.Port);
    }

    [Fact]
    public async Task A_firewalled_node_sends_from_its_client_socket_and_another_from_its_server_socket()
    {
        await using var firewalled = await DhtNode.StartAsync(_system, Swarm.Alone, "firewalled");
        await using var open = await DhtNode.StartAsync(_system, Swarm.Alone with { Lifecycle = new() { IsFirewalled = false } }, "open");

        Assert.NotEqual(await Swarm.AddressOf(firewalled), (await firewalled.GetStatusAsync()).Address);
        Assert.Equal(await Swarm.AddressOf(open), (await open.GetStatusAsync()).Address);
    }

    [Fact]
    public async Task A_node_without_peers_has_a_local_address_and_no_remote_one()
    {
        await using var node = await DhtNode.StartAsync(_system, Swarm.Alone);

        var status = await node.FullyBootstrappedAsync();

        Assert.NotNull(status.LocalAddress);
        Assert.Null(status.RemoteAddress);
        Assert.Null(status.PublicAddress);
    }

    [Fact]
    public async Task A_node_with_peers_learns_its_remote_address_from_them_and_says_so()
    {
        await using var swarm = await Swarm.StartAsync(2);
        var events = EventCollector.OfAll(swarm.System);

        var node = await swarm.AddAsync();

        var address = await Swarm.AddressOf(node);
        Assert.Equal(node.Actor, (await events.AwaitAsync<NodeEvents.NatUpdated>(update => update.Address == address)).Node);
        Assert.Equal(address, (await node.GetStatusAsync()).RemoteAddress);
    }

    [Fact]
    public async Task A_port_stands_for_five_in_a_row()
    {
        var first = Swarm.FindFreeAddress().Port;
        var settings = Swarm.Alone with { Sockets = Swarm.Alone.Sockets with { Port = first, AnyPort = false } };
        await using var one = await DhtNode.StartAsync(_system, settings, "one");

        await using var two = await DhtNode.StartAsync(_system, settings, "two");

        Assert.InRange((await Swarm.AddressOf(two)).Port, first + 1, first + 4);
    }

    [Fact]
    public async Task A_node_that_cannot_be_bound_fails_to_start_and_leaves_nothing_behind()
    {
        await using var swarm = await Swarm.StartAsync(0);
        var taken = Swarm.Alone with { Sockets = Swarm.Alone.Sockets with { Port = swarm.BootstrapAddress.Port, PortRange = 1, AnyPort = false } };

        var failure = await Assert.ThrowsAsync<DhtException>(() => DhtNode.StartAsync(_system, taken, "taken"));

        Assert.Contains(swarm.BootstrapAddress.ToString(), failure.Message, StringComparison.Ordinal);
        await using var again = await DhtNode.StartAsync(_system, Swarm.Alone, "taken");
    }

    [Fact]
    public async Task A_node_that_cannot_be_bound_says_so_to_whoever_would_suspend_or_resume_it()
    {
        await using var swarm = await Swarm.StartAsync(0);
        var taken = Swarm.Alone with { Sockets = Swarm.Alone.Sockets with { Port = swarm.BootstrapAddress.Port, PortRange = 1, AnyPort = false } };
        await using var node = DhtNode.Of(_system.ActorOf(DhtNode.Props(taken)), _system);

        await Assert.ThrowsAsync<DhtException>(() => node.SuspendAsync());
        await Assert.ThrowsAsync<DhtException>(() => node.ResumeAsync());
    }

    [Fact]
    public async Task A_taken_port_gives_way_to_any_when_that_is_allowed()
    {
        await using var swarm = await Swarm.StartAsync(0);

        await using var node = await DhtNode.StartAsync(
            _system, Swarm.Alone with { Sockets = Swarm.Alone.Sockets with { Port = swarm.BootstrapAddress.Port, PortRange = 1 } });

        Assert.NotEqual(swarm.BootstrapAddress.Port, (await Swarm.AddressOf(node)).Port);
    }

    [Fact]
    public async Task Suspending_closes_the_sockets_and_resuming_binds_the_same_ports()
    {
        await using var swarm = await Swarm.StartAsync(2);
        var node = swarm.Nodes[0];
        var (address, before) = (await Swarm.AddressOf(node), await node.GetStatusAsync());
        var events = await EventCollector.OfAsync(node, swarm.System);

        await node.SuspendAsync();
        var suspended = await node.GetStatusAsync();
        await node.ResumeAsync();

        Assert.True(suspended.IsSuspended);
        Assert.Null(suspended.Address);
        Assert.Null(suspended.LocalAddress);
        Assert.Equal(address, await Swarm.AddressOf(node));
        Assert.Equal(before.Address, (await node.GetStatusAsync()).Address);
        Assert.Equal(swarm.BootstrapAddress, (await node.PingAsync(swarm.BootstrapAddress)).From);
        await events.AwaitAsync<NodeEvents.Suspended>();
        await events.AwaitAsync<NodeEvents.WokeUp>();
        await events.AwaitAsync<NodeEvents.Resumed>();
    }

    [Fact]
    public async Task A_suspended_node_neither_asks_nor_answers()
    {
        await using var swarm = await Swarm.StartAsync(2);
        var (node, address) = (swarm.Nodes[0], await Swarm.AddressOf(swarm.Nodes[0]));
        var pending = node.RequestAsync(RequestSpec.Ping(Swarm.FindFreeAddress()));

        await node.SuspendAsync();

        Assert.Equal(RequestOutcomeKind.Suspended, (await Assert.ThrowsAsync<DhtException>(() => pending)).Kind);
        Assert.Equal(RequestOutcomeKind.Suspended, (await Assert.ThrowsAsync<DhtException>(() => node.PingAsync(swarm.BootstrapAddress))).Kind);
        var unanswered = RequestSpec.Ping(address) with { Timeout = TimeSpan.FromMilliseconds(50), Retries = 0 };
        Assert.Equal(RequestOutcomeKind.TimedOut, (await Assert.ThrowsAsync<DhtException>(() => swarm.Nodes[1].RequestAsync(unanswered))).Kind);
    }

    [Fact]
    public async Task Suspending_and_resuming_twice_is_as_good_as_once()
    {
        await using var node = await DhtNode.StartAsync(_system, Swarm.Alone);

        await Task.WhenAll(node.SuspendAsync(), node.SuspendAsync());
        await Task.WhenAll(node.ResumeAsync(), node.ResumeAsync());

        Assert.NotNull((await node.GetStatusAsync()).Address);
    }

    [Fact]
    public async Task Listening_and_ready_come_in_that_order_and_close_comes_once_and_last()
    {
        var report = new TaskCompletionSource<IReadOnlyList<NodeEvents.NodeEvent>>();
        var last = new NodeEvents.Ready(ActorRefs.Nobody);
        _system.EventStream.Subscribe(_system.ActorOf(Props.Create(() => new Reporter(last, report))), typeof(NodeEvents.NodeEvent));

        var node = await DhtNode.StartAsync(_system, Swarm.Alone);
        await node.FullyBootstrappedAsync();
        await node.DisposeAsync();
        await node.DisposeAsync();
        _system.EventStream.Publish(last);

        var events = await report.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.IsType<NodeEvents.Listening>(events[0]);
        Assert.IsType<NodeEvents.Ready>(events[1]);
        Assert.IsType<NodeEvents.Closed>(events[^1]);
        Assert.Single(events.OfType<NodeEvents.Closed>());
    }

    [Fact]
    public async Task Destroying_a_node_fails_what_it_was_asked()
    {
        var node = await DhtNode.StartAsync(_system, Swarm.Alone);
        var pending = node.PingAsync(Swarm.FindFreeAddress());
        await using var query = node.Query(new QueryPlan(default, 7) { Seeds = [new(Ids.Of(PeerAddress.Loopback(9)), PeerAddress.Loopback(9))] });
        var walking = query.FinishedAsync();

        await node.DisposeAsync();

        Assert.Equal(RequestOutcomeKind.Destroyed, (await Assert.ThrowsAsync<DhtException>(() => pending)).Kind);
        await Record.ExceptionAsync(() => walking);
        Assert.True(walking.IsCompleted);
    }

    [Fact]
    public async Task A_node_that_has_ended_tells_whoever_asks_it_something()
    {
        var node = await DhtNode.StartAsync(_system, Swarm.Alone);
        await node.DisposeAsync();

        Assert.Equal(RequestOutcomeKind.Destroyed, (await Assert.ThrowsAsync<DhtException>(() => node.PingAsync(PeerAddress.Loopback(9)))).Kind);
        await Assert.ThrowsAsync<DhtException>(() => node.GetStatusAsync());
        await Assert.ThrowsAsync<DhtException>(() => node.SuspendAsync());
        await Assert.ThrowsAsync<DhtException>(() => node.FindNode(default).FinishedAsync());
    }

    [Fact]
    public async Task Refreshing_walks_through_the_network_in_the_background()
    {
        await using var swarm = await Swarm.StartAsync(3);
        var before = (await swarm.Nodes[0].GetStatsAsync()).Queries.Total;

        swarm.Nodes[0].Refresh();

        await Eventually.HoldsAsync(async () => (await swarm.Nodes[0].GetStatsAsync()).Queries is var queries && queries.Total > before && queries.Active == 0);
    }

    /// <summary>Keeps the events that it is told, and reports those that came before <paramref name="last"/>.</summary>
    private sealed class Reporter(NodeEvents.NodeEvent last, TaskCompletionSource<IReadOnlyList<NodeEvents.NodeEvent>> report) : UntypedActor
    {
        private readonly List<NodeEvents.NodeEvent> _seen = [];

        protected override void OnReceive(object message)
        {
            if (ReferenceEquals(message, last)) report.SetResult([.. _seen]);
            else _seen.Add((NodeEvents.NodeEvent)message);
        }
    }
}
