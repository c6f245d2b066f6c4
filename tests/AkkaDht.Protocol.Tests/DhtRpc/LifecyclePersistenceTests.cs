using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Protocol.Tests.DhtRpc.LifecycleUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>When a node checks its firewall, what it takes to pass, and what follows (02-dht-rpc.md B6 step 1, B9, B10, B12).</summary>
public sealed class LifecyclePersistenceTests
{
    private const int StableTicks = 240;
    private const int MoreStableTicks = 720;

    private const string Right = "45.6.7.8:49737";
    private const string OtherHost = "45.6.7.9:49737";
    private const string OtherPort = "45.6.7.8:49738";

    [Fact]
    public void A_node_that_was_stable_for_twenty_minutes_checks_its_firewall_once()
    {
        var node = Bootstrapped();
        node.Sample(Public);

        Assert.Equal(0, Checks(node.Tick(StableTicks - 1)));
        Assert.Equal(1, Checks(node.Tick()));
        node.Machine.HandleFirewallReplies(asked: 5, []);

        Assert.Equal(0, Checks(node.Tick(3 * MoreStableTicks)));
    }

    [Fact]
    public void In_another_network_it_checks_again_an_hour_later()
    {
        var node = Bootstrapped();
        node.Sample(Public);
        node.Tick(StableTicks);
        node.Machine.HandleFirewallReplies(asked: 5, []);
        node.Sample(Public with { Host = Public.Host + 1 }, times: 16);

        Assert.Equal(0, Checks(node.Tick(MoreStableTicks - 1)));
        Assert.Equal(1, Checks(node.Tick()));
    }

    [Fact]
    public void A_node_without_a_known_host_looks_again_an_hour_later()
    {
        var node = Bootstrapped();
        Assert.Equal(0, Checks(node.Tick(StableTicks)));
        node.Sample(Public);

        Assert.Equal(0, Checks(node.Tick(MoreStableTicks - 1)));
        Assert.Equal(1, Checks(node.Tick()));
    }

    [Fact]
    public void A_node_whose_nat_changes_its_port_has_nothing_to_check()
    {
        var node = Bootstrapped();
        node.Sample(Public);
        node.Sample(Public with { Port = 1 });
        Assert.True(node.Machine.IsRandomized);

        Assert.Equal(0, Checks(node.Tick(StableTicks)));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(null, false)]
    public void Only_an_adaptive_node_decides_by_itself(bool? isEphemeral, bool isAdaptive)
    {
        var node = new LifecycleUnderTest(new LifecycleSettings { IsEphemeral = isEphemeral, IsAdaptive = isAdaptive });
        node.Bind();
        node.Machine.HandleBootstrapQueryEnded();
        node.Know(30);
        node.Take();
        node.Sample(Public);

        Assert.Equal(0, Checks(node.Tick(2 * MoreStableTicks)));
    }

    [Fact]
    public void A_node_that_passes_becomes_persistent_with_the_id_of_its_address_and_refreshes()
    {
        var node = Checking();

        node.Machine.HandleFirewallReplies(asked: 5, [Public, Public, Public]);

        var identity = node.Machine.Identity;
        Assert.True(identity is { IsEphemeral: false, IsFirewalled: false });
        Assert.Equal(IdOf(Public), identity.Table.Id);
        Assert.Equal(
            [new LifecycleOutput.ChangeIdentity(identity), new LifecycleOutput.ResetNatSamples(), Refresh(IdOf(Public)), Raised(LifecycleEvent.BecamePersistent)],
            node.Take());
        Assert.Equal(Public, node.Machine.RemoteAddress);
        Assert.Equal(0, Checks(node.Tick(2 * MoreStableTicks)));
    }

    [Fact]
    public void A_node_that_has_its_id_already_keeps_its_table()
    {
        var node = Bootstrapped();
        node.Sample(Public);
        node.Tick(StableTicks);
        node.Machine.HandleFirewallReplies(asked: 5, [Public, Public, Public]);
        node.Sleep(TimeSpan.FromHours(1));
        Assert.True(node.Machine.Identity.IsEphemeral);
        var table = node.Machine.Identity.Table;
        node.Take();

        var outputs = node.Tick(MoreStableTicks);

        Assert.Same(table, node.Machine.Identity.Table);
        Assert.Contains(new LifecycleOutput.ChangeIdentity(node.Machine.Identity), outputs);
        Assert.Contains(Raised(LifecycleEvent.BecamePersistent), outputs);
        Assert.Equal(0, Checks(outputs));
    }

    [Theory]
    [InlineData(5, true, Right, Right, Right)]
    [InlineData(8, true, Right, Right, Right)]
    [InlineData(5, false, Right, Right)]
    [InlineData(4, true, Right)]
    [InlineData(1, true, Right)]
    [InlineData(4, false)]
    [InlineData(0, false)]
    [InlineData(5, false, OtherHost, OtherHost, OtherHost)]
    [InlineData(5, false, OtherPort, OtherPort, OtherPort)]
    [InlineData(5, false, Right, Right, OtherPort)]
    [InlineData(5, false, Right, Right, OtherHost)]
    public void It_takes_enough_replies_on_the_server_socket_that_agree_on_our_address(int asked, bool passes, params string[] replies)
    {
        var node = Checking();

        node.Machine.HandleFirewallReplies(asked, [.. replies.Select(PeerAddress.Parse)]);

        Assert.Equal(!passes, node.Machine.Identity.IsFirewalled);
        Assert.Equal(!passes, node.Machine.Identity.IsEphemeral);
    }

    [Fact]
    public void A_node_whose_address_has_changed_during_the_check_is_open_and_not_persistent()
    {
        var node = Checking();
        node.Sample(Public with { Port = 1 }, times: 4);
        node.Take();

        node.Machine.HandleFirewallReplies(asked: 5, [Public, Public, Public]);

        Assert.True(node.Machine.Identity is { IsEphemeral: true, IsFirewalled: false });
        Assert.Equal([new LifecycleOutput.ChangeIdentity(node.Machine.Identity)], node.Take());
        Assert.NotEqual(IdOf(Public), node.OwnId);
    }

    [Fact]
    public void The_outcome_of_a_check_that_nobody_began_changes_nothing()
    {
        var node = Bootstrapped();
        node.Sample(Public);
        node.Take();

        node.Machine.HandleFirewallReplies(asked: 5, [Public, Public, Public]);

        Assert.Empty(node.Take());
        Assert.True(node.Machine.Identity.IsFirewalled);
    }

    [Fact]
    public void A_change_of_our_address_is_told_and_its_repetition_is_not()
    {
        var node = Bootstrapped();

        node.Sample(Public, times: 2);
        Assert.Equal([Raised(LifecycleEvent.NatUpdated)], node.Take());
        Assert.Equal((Public.Host, Public.Port), (node.Machine.Host!.Value, node.Machine.Port));
        node.Sample(Public with { Port = 1 });

        Assert.Equal([Raised(LifecycleEvent.NatUpdated)], node.Take());
        Assert.Equal((Public.Host, (ushort)0), (node.Machine.Host!.Value, node.Machine.Port));
    }

    [Fact]
    public void The_address_that_the_check_found_replaces_the_samples_before()
    {
        var node = Checking();
        node.Machine.HandleFirewallReplies(asked: 5, [Public, Public, Public]);
        node.Take();

        // Two dissenters outweigh the three statements of the check; the sixteen before it would have borne them.
        node.Sample(Public with { Host = 1 }, times: 2);

        Assert.Equal([Raised(LifecycleEvent.NatUpdated)], node.Take());
        Assert.Null(node.Machine.Host);
    }

    [Theory]
    [InlineData(true, ServerPort, false)]
    [InlineData(false, 1, false)]
    [InlineData(false, ServerPort, true)]
    public void A_remote_address_is_known_when_strangers_reach_the_port_that_is_bound(bool isFirewalled, ushort port, bool isKnown)
    {
        var node = Bootstrapped(new LifecycleSettings { IsFirewalled = isFirewalled });
        Assert.Null(node.Machine.RemoteAddress);

        node.Sample(Public with { Port = port });

        Assert.Equal(isKnown ? Public : null, node.Machine.RemoteAddress);
    }

    private static LifecycleUnderTest Checking()
    {
        var node = Bootstrapped();
        node.Sample(Public, times: 16);
        Assert.Equal(1, Checks(node.Tick(StableTicks)));
        return node;
    }

    private static int Checks(IEnumerable<LifecycleOutput> outputs) => outputs.Count(output => output == new LifecycleOutput.CheckFirewall(ServerPort));
}
