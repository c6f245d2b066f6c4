using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Protocol.Tests.DhtRpc.LifecycleUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>How a node finds its place in the network (02-dht-rpc.md B8).</summary>
public sealed class LifecycleBootstrapTests
{
    private static readonly LifecycleSettings Persistent = new() { IsEphemeral = false };

    [Fact]
    public void A_node_listens_looks_for_itself_and_is_ready()
    {
        var node = new LifecycleUnderTest();
        Assert.Empty(node.Take());

        node.Bind();
        Assert.Equal([Raised(LifecycleEvent.Listening), BootstrapQuery(node.OwnId)], node.Take());
        Assert.False(node.Machine.IsBootstrapped);
        node.Machine.HandleBootstrapQueryEnded();

        Assert.Equal([Raised(LifecycleEvent.Ready)], node.Take());
        Assert.True(node.Machine.IsBootstrapped);
        Assert.True(node.Machine.Identity is { IsEphemeral: true, IsFirewalled: true });
    }

    [Fact]
    public void A_node_is_ready_once()
    {
        var node = Bootstrapped();

        node.Machine.HandleBootstrapQueryEnded();

        Assert.Empty(node.Take());
    }

    [Fact]
    public void The_first_reply_is_used_for_a_quick_look_at_the_firewall()
    {
        var node = new LifecycleUnderTest();
        node.Bind();
        node.Take();

        node.Machine.HandleBootstrapReply(EndpointUnderTest.Peer);
        node.Machine.HandleBootstrapReply(EndpointUnderTest.OtherPeer);

        Assert.Equal([new LifecycleOutput.PingNat(EndpointUnderTest.Peer, ServerPort)], node.Take());
    }

    [Theory]
    [InlineData(false, true, null)]
    [InlineData(true, false, null)]
    [InlineData(true, true, false)]
    public void There_is_no_quick_look_where_it_would_not_matter(bool isFirewalled, bool quickFirewall, bool? isEphemeral)
    {
        var node = new LifecycleUnderTest(new LifecycleSettings { IsFirewalled = isFirewalled, QuickFirewall = quickFirewall, IsEphemeral = isEphemeral });
        node.Bind();
        node.Take();

        node.Machine.HandleBootstrapReply(EndpointUnderTest.Peer);

        Assert.Empty(node.Take());
    }

    [Fact]
    public void A_node_whose_quick_look_and_firewall_check_succeed_asks_from_its_server_socket_and_looks_again()
    {
        var node = QuickLookPassed();
        node.Sample(Public);
        node.Take();

        node.Machine.HandleBootstrapQueryEnded();
        Assert.Equal([new LifecycleOutput.CheckFirewall(ServerPort)], node.Take());
        node.Machine.HandleFirewallReplies(asked: 5, [Public, Public, Public]);

        var identity = node.Machine.Identity;
        Assert.True(identity is { IsEphemeral: true, IsFirewalled: false });
        Assert.Equal(IdOf(Public), identity.Table.Id);
        Assert.Equal([new LifecycleOutput.ChangeIdentity(identity), new LifecycleOutput.ResetNatSamples(), BootstrapQuery(IdOf(Public))], node.Take());

        node.Machine.HandleBootstrapQueryEnded();
        Assert.Equal([Raised(LifecycleEvent.Ready)], node.Take());
    }

    [Fact]
    public void A_node_whose_firewall_check_fails_is_ready_as_it_is()
    {
        var node = QuickLookPassed();
        node.Sample(Public);
        node.Machine.HandleBootstrapQueryEnded();
        node.Take();

        node.Machine.HandleFirewallReplies(asked: 5, [Public, Public]);

        Assert.Equal([Raised(LifecycleEvent.Ready)], node.Take());
        Assert.True(node.Machine.Identity is { IsEphemeral: true, IsFirewalled: true });
    }

    [Fact]
    public void A_node_that_does_not_know_its_address_has_no_firewall_to_check()
    {
        var node = QuickLookPassed();

        node.Machine.HandleBootstrapQueryEnded();

        Assert.Equal([Raised(LifecycleEvent.Ready)], node.Take());
    }

    [Fact]
    public void A_quick_answer_after_the_query_comes_too_late()
    {
        var node = new LifecycleUnderTest();
        node.Bind();
        node.Sample(Public);
        node.Machine.HandleBootstrapQueryEnded();
        node.Take();

        node.Machine.HandleQuickPong();
        node.Machine.HandleBootstrapQueryEnded();

        Assert.Empty(node.Take());
    }

    [Fact]
    public void A_node_meant_to_be_persistent_becomes_so_before_it_is_ready()
    {
        var node = new LifecycleUnderTest(Persistent);
        node.Bind();
        node.Sample(Public);
        node.Take();

        node.Machine.HandleBootstrapQueryEnded();
        Assert.Equal([new LifecycleOutput.CheckFirewall(ServerPort)], node.Take());
        node.Machine.HandleFirewallReplies(asked: 1, [Public]);

        var identity = node.Machine.Identity;
        Assert.True(identity is { IsEphemeral: false, IsFirewalled: false });
        Assert.Equal(
            [new LifecycleOutput.ChangeIdentity(identity), new LifecycleOutput.ResetNatSamples(), Raised(LifecycleEvent.BecamePersistent), BootstrapQuery(IdOf(Public))],
            node.Take());
        node.Machine.HandleBootstrapQueryEnded();
        Assert.Equal([Raised(LifecycleEvent.Ready)], node.Take());
    }

    [Fact]
    public void A_node_meant_to_be_persistent_that_nobody_reaches_is_ready_and_ephemeral_for_good()
    {
        var node = new LifecycleUnderTest(Persistent);
        node.Bind();
        node.Sample(Public);
        node.Machine.HandleBootstrapQueryEnded();
        node.Machine.HandleFirewallReplies(asked: 0, []);
        Assert.Equal(Raised(LifecycleEvent.Ready), node.Take()[^1]);
        node.Know(30);

        Assert.DoesNotContain(node.Tick(2_000), output => output is LifecycleOutput.CheckFirewall);
        Assert.True(node.Machine.Identity is { IsEphemeral: true, IsFirewalled: true });
    }

    [Fact]
    public void A_node_known_not_to_be_firewalled_needs_no_check()
    {
        var node = new LifecycleUnderTest(Persistent with { IsFirewalled = false });
        node.Bind();
        node.Sample(Public);
        node.Take();

        node.Machine.HandleBootstrapQueryEnded();

        Assert.Equal(
            [new LifecycleOutput.ChangeIdentity(node.Machine.Identity), Raised(LifecycleEvent.BecamePersistent), BootstrapQuery(IdOf(Public))],
            node.Take());
    }

    [Fact]
    public void A_bootstrapper_is_who_it_was_told_to_be_without_anybody_else()
    {
        var node = new LifecycleUnderTest(Persistent with { IsFirewalled = false, KnownAddress = Public });
        node.Bind();
        node.Machine.HandleBootstrapQueryEnded();
        node.Machine.HandleBootstrapQueryEnded();

        Assert.Equal(
            [LifecycleEvent.Listening, LifecycleEvent.BecamePersistent, LifecycleEvent.Ready],
            node.Take().OfType<LifecycleOutput.Raise>().Select(raise => raise.Event));
        Assert.Equal((IdOf(Public), Public), (node.OwnId, node.Machine.RemoteAddress!.Value));
    }

    private static LifecycleUnderTest QuickLookPassed()
    {
        var node = new LifecycleUnderTest();
        node.Bind();
        node.Machine.HandleBootstrapReply(EndpointUnderTest.Peer);
        node.Machine.HandleQuickPong();
        node.Take();
        return node;
    }
}
