using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Protocol.Tests.DhtRpc.LifecycleUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>What a node does after its machine has slept or it was suspended (02-dht-rpc.md B13).</summary>
public sealed class LifecycleSleepTests
{
    private static readonly TimeSpan Night = TimeSpan.FromHours(8);

    [Theory]
    [InlineData(15_000, 101)]
    [InlineData(15_001, 822)]
    public void More_than_three_missed_ticks_are_a_sleep(int milliseconds, long tick)
    {
        var node = Bootstrapped();

        node.Sleep(TimeSpan.FromMilliseconds(milliseconds));
        var outputs = node.Take();

        Assert.Equal([tick], node.TakeTicks());
        Assert.Equal(tick == 822, outputs.Contains(Raised(LifecycleEvent.WokeUp)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Whenever_a_node_wakes_up_everything_is_old_and_the_pings_begin_two_ticks_later(int ticksBefore)
    {
        var node = Bootstrapped();
        node.Tick(ticksBefore);
        var before = node.Machine.Tick;

        node.Sleep(Night);
        node.Take();

        Assert.Equal(6, node.Machine.Tick % 8);
        Assert.InRange(node.Machine.Tick - before, 720 - 1, 720 + 6);
        Assert.DoesNotContain(new LifecycleOutput.PingSome(0), node.Tick());
        Assert.Contains(new LifecycleOutput.PingSome(0), node.Tick());
    }

    [Fact]
    public void A_node_that_wakes_up_refreshes_at_once()
    {
        var node = Bootstrapped();

        node.Sleep(Night);

        var outputs = node.Take();
        Assert.Equal(Raised(LifecycleEvent.WokeUp), outputs[0]);
        Assert.False(Assert.IsType<LifecycleOutput.StartQuery>(outputs[1]).IsBootstrap);
        Assert.Equal(2, outputs.Count);
    }

    [Fact]
    public void An_adaptive_node_that_was_persistent_is_ephemeral_again_under_the_same_table_id()
    {
        var node = PersistentNode();
        var id = node.OwnId;

        node.Sleep(Night);

        Assert.True(node.Machine.Identity is { IsEphemeral: true, IsFirewalled: false });
        Assert.Equal(id, node.OwnId);
        Assert.Equal(
            [new LifecycleOutput.ChangeIdentity(node.Machine.Identity), Raised(LifecycleEvent.BecameEphemeral), Raised(LifecycleEvent.WokeUp)],
            node.Take()[..3]);
    }

    [Fact]
    public void A_node_meant_to_be_persistent_stays_so()
    {
        var node = new LifecycleUnderTest(new LifecycleSettings { IsEphemeral = false, IsFirewalled = false, KnownAddress = Public });
        node.Bind();
        node.Machine.HandleBootstrapQueryEnded();
        node.Machine.HandleBootstrapQueryEnded();
        node.Take();

        node.Sleep(Night);

        Assert.False(node.Machine.Identity.IsEphemeral);
        Assert.DoesNotContain(Raised(LifecycleEvent.BecameEphemeral), node.Take());
    }

    [Fact]
    public void An_hour_after_waking_up_the_same_network_is_checked_again()
    {
        var node = Bootstrapped();
        node.Sample(Public);
        node.Tick(240);
        node.Machine.HandleFirewallReplies(asked: 5, []);
        node.Sleep(Night);
        node.Take();

        var check = new LifecycleOutput.CheckFirewall(ServerPort);
        Assert.DoesNotContain(check, node.Tick(718));
        Assert.Contains(check, node.Tick());
    }

    [Fact]
    public void Waking_up_puts_the_check_of_a_stable_node_off()
    {
        var node = Bootstrapped();
        node.Sample(Public);
        node.Tick(200);
        node.Sleep(Night);
        node.Take();

        Assert.DoesNotContain(new LifecycleOutput.CheckFirewall(ServerPort), node.Tick(718));
    }

    [Fact]
    public void Waking_up_a_node_that_was_offline_is_believed_to_be_online()
    {
        var node = Bootstrapped();
        node.Traffic(timeoutsPerTick: 10);
        node.Tick(10);
        Assert.False(node.Machine.IsOnline);

        node.Sleep(Night);

        Assert.True(node.Machine.IsOnline);
        Assert.Equal([Raised(LifecycleEvent.NetworkUpdated), Raised(LifecycleEvent.WokeUp)], node.Take()[..2]);
    }

    [Fact]
    public void A_suspended_node_has_no_ticks_and_says_so_when_its_sockets_are_closed()
    {
        var node = Bootstrapped();

        node.Machine.HandleSuspend();
        node.Machine.HandleSuspend();
        Assert.Empty(node.Take());
        node.Machine.HandleClosed();

        Assert.Equal([Raised(LifecycleEvent.Suspended)], node.Take());
        Assert.Equal((true, Instant.Never), (node.Machine.IsSuspended, node.Machine.NextDeadline));
        node.Sleep(Night);
        Assert.Empty(node.Take());
        Assert.Empty(node.TakeTicks());
    }

    [Fact]
    public void A_tick_that_suspension_overtook_does_nothing()
    {
        var node = Bootstrapped(knownNodes: 0);
        node.TickUntil(103);
        node.Machine.HandleSuspend();

        node.Machine.HandleCounts(0, 0, 0);

        Assert.Empty(node.Take());
    }

    [Fact]
    public void A_resumed_node_wakes_up_at_once_and_refreshes_when_its_sockets_are_back()
    {
        var node = Bootstrapped();
        node.Machine.HandleSuspend();
        node.Machine.HandleClosed();
        node.Sleep(Night);
        node.Take();

        node.Machine.HandleResume(node.Now);
        Assert.Equal([Raised(LifecycleEvent.WokeUp)], node.Take());
        Assert.Equal((822, node.Now + TimeSpan.FromSeconds(5)), (node.Machine.Tick, node.Machine.NextDeadline));
        node.Bind();

        var outputs = node.Take();
        Assert.IsType<LifecycleOutput.StartQuery>(outputs[0]);
        Assert.Equal([Raised(LifecycleEvent.Resumed)], outputs[1..]);
        node.Tick();
        Assert.Equal([823], node.TakeTicks());
    }

    [Fact]
    public void Resuming_a_node_that_is_not_suspended_changes_nothing()
    {
        var node = Bootstrapped();

        node.Machine.HandleResume(node.Now);
        node.Machine.HandleClosed();
        node.Bind();

        Assert.Empty(node.Take());
        Assert.Equal(100, node.Machine.Tick);
    }

    [Fact]
    public void A_socket_that_comes_back_elsewhere_moves_the_port_without_another_bootstrap()
    {
        var node = PersistentNode();
        Assert.Equal(Public, node.Machine.RemoteAddress);

        node.Bind(serverPort: 1);

        Assert.Empty(node.Take());
        Assert.Null(node.Machine.RemoteAddress);
    }

    private static LifecycleUnderTest PersistentNode()
    {
        var node = Bootstrapped();
        node.Sample(Public);
        node.Tick(240);
        node.Machine.HandleFirewallReplies(asked: 5, [Public, Public, Public]);
        node.Take();
        Assert.False(node.Machine.Identity.IsEphemeral);
        return node;
    }
}
