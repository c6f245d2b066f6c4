using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Supervision;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.DhtNodes;

/// <summary>What is left of a node that has ended: nothing.</summary>
public sealed class ResidueTests() : Akka.TestKit.Xunit2.TestKit("akka { loglevel = OFF, stdout-loglevel = OFF }")
{
    [Fact]
    public async Task Of_a_node_that_has_ended_no_actor_and_no_socket_remains()
    {
        var network = new FakeNetwork();
        var before = ChildrenOfUser();
        var node = await StartAsync(network);
        await using var query = node.FindNode(default);
        await query.FinishedAsync();
        var unfinished = node.PingAsync(PeerAddress.Loopback(9));
        var whileAlive = network.OpenSockets;

        await node.DisposeAsync();

        await Assert.ThrowsAsync<DhtException>(() => unfinished);
        Assert.Equal(2, whileAlive);
        Assert.Equal(0, network.OpenSockets);
        await AwaitAssertAsync(() => Assert.Equal(before, ChildrenOfUser()));
    }

    [Fact]
    public async Task A_query_that_is_broken_off_leaves_no_actor()
    {
        await using var node = await StartAsync(new FakeNetwork());
        var before = ChildrenOfUser();

        await using (var query = node.Query(new QueryPlan(default, 7) { Seeds = [new(Ids.Of(PeerAddress.Loopback(9)), PeerAddress.Loopback(9))] }))
        {
            await using var results = query.GetAsyncEnumerator();
            var waiting = results.MoveNextAsync();
            await Eventually.HoldsAsync(async () => (await node.GetStatsAsync()).Endpoint.Requests.Active > 0);
            await query.DisposeAsync();
            Assert.False(await waiting);
        }

        await AwaitAssertAsync(() => Assert.Equal(before, ChildrenOfUser()));
        await Eventually.HoldsAsync(async () => (await node.GetStatsAsync()).Endpoint.Requests.Active == 0);
    }

    [Fact]
    public async Task A_subscriber_is_told_of_the_end_and_nothing_after_it()
    {
        var node = await StartAsync(new FakeNetwork());
        var subscriber = CreateTestProbe();
        node.Subscribe(subscriber.Ref);

        await node.DisposeAsync();
        node.AddNode(PeerAddress.Loopback(1));
        await using var next = await StartAsync(new FakeNetwork());

        await subscriber.FishForMessageAsync<NodeEvents.Closed>(closed => closed.Node.Equals(node.Actor));
        Assert.False(subscriber.HasMessages);
    }

    [Fact]
    public async Task A_subscriber_that_has_ended_or_unsubscribed_is_told_nothing_more()
    {
        await using var node = await StartAsync(new FakeNetwork());
        var (leaving, staying) = (CreateTestProbe(), CreateTestProbe());
        node.Subscribe(leaving.Ref);
        node.Subscribe(staying.Ref);

        node.Actor.Tell(new NodeMessages.Unsubscribe(leaving.Ref), ActorRefs.NoSender);
        node.AddNode(PeerAddress.Parse("198.51.100.7:1"));

        await staying.FishForMessageAsync<NodeEvents.NodeAdded>(_ => true);
        Assert.DoesNotContain(leaving.ReceiveWhile<object>(TimeSpan.FromMilliseconds(20), message => message), message => message is NodeEvents.NodeAdded);
    }

    [Fact]
    public async Task No_timer_of_a_node_that_has_ended_fires()
    {
        var (time, network) = (new ManualTime(), new FakeNetwork());
        using var system = ActorSystem.Create("still", """
            akka { loglevel = OFF, stdout-loglevel = OFF, scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" }
            """);
        var deadLetters = CreateTestProbe(system);
        system.EventStream.Subscribe(deadLetters.Ref, typeof(Akka.Event.AllDeadLetters));
        var node = await DhtNode.StartAsync(system, SettingsOn(network) with { Time = time });
        await node.FullyBootstrappedAsync();
        var unfinished = node.PingAsync(PeerAddress.Loopback(9));
        await Eventually.HoldsAsync(async () => (await node.GetStatsAsync()).Endpoint.Requests.Active == 1);

        await node.DisposeAsync();
        await Assert.ThrowsAsync<DhtException>(() => unfinished);
        deadLetters.ReceiveWhile<object>(TimeSpan.FromMilliseconds(20), message => message);
        time.Advance(TimeSpan.FromMinutes(1));
        ((TestScheduler)system.Scheduler).Advance(TimeSpan.FromMinutes(1));

        deadLetters.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    private static DhtNodeSettings SettingsOn(FakeNetwork network) => Swarm.Alone with { SocketFactory = network };

    private async Task<DhtNode> StartAsync(FakeNetwork network)
    {
        var node = await DhtNode.StartAsync(Sys, SettingsOn(network), $"dht-{Guid.NewGuid():n}");
        await node.FullyBootstrappedAsync();
        return node;
    }

    // Everybody below /user who answers within a moment.
    private string[] ChildrenOfUser()
    {
        var probe = CreateTestProbe();
        Sys.ActorSelection("/user/*").Tell(new Identify("who"), probe.Ref);
        var names = new List<string>();
        foreach (var identity in probe.ReceiveWhile<ActorIdentity>(TimeSpan.FromMilliseconds(50), message => (ActorIdentity)message))
            if (identity.Subject is { } subject) names.Add(subject.Path.Name);
        return [.. names.Order()];
    }
}
