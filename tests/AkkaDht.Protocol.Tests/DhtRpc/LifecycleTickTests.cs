using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Protocol.Tests.DhtRpc.LifecycleUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>What happens every five seconds (02-dht-rpc.md B6, B11).</summary>
public sealed class LifecycleTickTests
{
    [Fact]
    public void Nodes_that_start_together_begin_with_different_ticks()
    {
        var ticks = Enumerable.Range(1, 500).Select(seed => new LifecycleUnderTest(random: new SeededRandom(seed)).Machine.Tick).ToArray();

        Assert.Equal((51, 100), (ticks.Min(), ticks.Max()));
    }

    [Fact]
    public void A_tick_begins_every_five_seconds_once_the_sockets_are_bound()
    {
        var node = new LifecycleUnderTest();
        Assert.Equal(Instant.Never, node.Machine.NextDeadline);
        node.Bind();
        Assert.Equal(node.Now + TimeSpan.FromSeconds(5), node.Machine.NextDeadline);

        node.Sleep(TimeSpan.FromMilliseconds(4_999));
        node.Take();
        Assert.Empty(node.TakeTicks());
        node.Sleep(TimeSpan.FromMilliseconds(1));
        node.Tick(2);

        Assert.Equal([101, 102, 103], node.TakeTicks());
        Assert.Equal(node.Now + TimeSpan.FromSeconds(5), node.Machine.NextDeadline);
    }

    [Fact]
    public void Before_bootstrap_has_finished_a_tick_does_nothing_else()
    {
        var node = new LifecycleUnderTest();
        node.Bind();
        node.Take();

        Assert.Empty(node.Tick(1_000));
    }

    [Fact]
    public void Every_eighth_tick_some_nodes_are_pinged()
    {
        var node = Bootstrapped();
        node.Traffic(inFlight: 3);
        var ticks = new List<long>();
        for (var i = 0; i < 30; i++)
        {
            if (node.Tick().Contains(new LifecycleOutput.PingSome(3))) ticks.Add(node.Machine.Tick);
        }

        Assert.Equal([104, 112, 120, 128], ticks);
    }

    [Fact]
    public void With_nobody_to_ping_the_node_looks_for_itself_again()
    {
        var node = Bootstrapped(knownNodes: 0);

        Assert.Empty(node.TickUntil(103));
        Assert.Equal([Refresh(node.OwnId)], node.Tick());
    }

    [Fact]
    public void A_table_is_refreshed_every_sixty_ticks_with_one_of_its_own_nodes()
    {
        var node = Bootstrapped();

        Assert.Empty(Queries(node.Tick(59)));
        var query = Assert.Single(Queries(node.Tick()));
        Assert.False(query.IsBootstrap);
        Assert.True(node.Machine.Identity.Table.TryGet(query.Target, out _));

        Assert.Empty(Queries(node.Tick(59)));
        Assert.Single(Queries(node.Tick()));
    }

    [Fact]
    public void Bootstrap_counts_as_a_refresh_whatever_tick_the_node_began_with()
    {
        var node = new LifecycleUnderTest(random: new SeededRandom(3));
        node.Bind();
        node.Machine.HandleBootstrapQueryEnded();
        node.Know(30);
        node.Take();

        Assert.Empty(Queries(node.Tick(59)));
        Assert.Single(Queries(node.Tick()));
    }

    [Fact]
    public void Any_query_counts_as_a_refresh()
    {
        var node = Bootstrapped();
        node.Tick(59);

        node.Machine.HandleQueryStarted();

        Assert.Empty(Queries(node.Tick(59)));
        Assert.Single(Queries(node.Tick()));
    }

    [Fact]
    public void A_refresh_on_demand_counts_as_well()
    {
        var node = Bootstrapped();
        node.Tick(59);

        node.Machine.HandleRefresh();

        Assert.Single(Queries(node.Take()));
        Assert.Empty(Queries(node.Tick(59)));
    }

    [Theory]
    [InlineData(19, 1)]
    [InlineData(20, 0)]
    public void A_sparse_table_is_refreshed_every_sixty_four_ticks(int knownNodes, int refreshes)
    {
        var node = Bootstrapped(knownNodes: knownNodes);
        node.TickUntil(127);
        node.Machine.HandleQueryStarted();

        Assert.Equal(refreshes, Queries(node.TickUntil(128)).Length);
        Assert.Empty(Queries(node.TickUntil(128 + 58)));
    }

    [Fact]
    public void Going_offline_and_coming_back_are_each_told_once()
    {
        var node = Bootstrapped();
        node.Traffic(responsesPerTick: 10);
        node.Tick(4);

        node.Traffic(timeoutsPerTick: 10);
        Assert.DoesNotContain(Raised(LifecycleEvent.NetworkUpdated), node.Tick());
        Assert.Single(node.Tick(20), Raised(LifecycleEvent.NetworkUpdated));
        Assert.False(node.Machine.IsOnline);

        node.Traffic(responsesPerTick: 10);
        Assert.Single(node.Tick(20), Raised(LifecycleEvent.NetworkUpdated));
        Assert.True(node.Machine.IsOnline);
    }

    [Fact]
    public void A_network_in_which_most_requests_time_out_is_degraded()
    {
        var node = Bootstrapped();
        node.Traffic(responsesPerTick: 4, timeoutsPerTick: 6);

        Assert.Single(node.Tick(20), Raised(LifecycleEvent.NetworkUpdated));
        Assert.True(node.Machine is { IsDegraded: true, IsOnline: true });
    }

    [Fact]
    public void A_quiet_network_is_nothing_new()
    {
        var node = Bootstrapped();
        node.Traffic(responsesPerTick: 0, timeoutsPerTick: 3);

        Assert.DoesNotContain(Raised(LifecycleEvent.NetworkUpdated), node.Tick(100));
    }

    private static LifecycleOutput.StartQuery[] Queries(IEnumerable<LifecycleOutput> outputs) => [.. outputs.OfType<LifecycleOutput.StartQuery>()];
}
