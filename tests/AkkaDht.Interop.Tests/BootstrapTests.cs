namespace AkkaDht.Interop.Tests;

/// <summary>Either side starts a network that the other joins, and each sees the other's id.</summary>
public sealed class BootstrapTests
{
    [JsFact]
    public async Task Our_node_becomes_persistent_in_a_JavaScript_network()
    {
        await using var peer = await JsPeer.StartAsync();
        await using var ours = new OurNodes();
        var bootstrapper = await peer.StartBootstrapperAsync();

        var node = await ours.StartAsync(bootstrapper.Address);
        var seen = await bootstrapper.PingAsync(node.Address);

        Assert.False(node.Born.IsEphemeral);
        Assert.False(node.Born.IsFirewalled);
        Assert.Equal(node.Address, node.Born.RemoteAddress);
        Assert.Equal(node.Id, seen.From.Id);
        Assert.Contains(node.Address, await bootstrapper.ToArrayAsync());
        Assert.Contains(bootstrapper.Address, (await node.Node.GetNodesAsync()).Select(entry => entry.Address));
    }

    [JsFact]
    public async Task A_JavaScript_node_becomes_persistent_in_a_network_of_ours()
    {
        await using var peer = await JsPeer.StartAsync();
        await using var ours = new OurNodes();
        var bootstrapper = await ours.StartBootstrapperAsync();

        var node = await peer.StartNodeAsync(new([bootstrapper.Address], Ephemeral: false));
        var seen = await bootstrapper.Node.PingAsync(node.Address);

        Assert.False(node.Born.Ephemeral);
        Assert.False(node.Born.Firewalled);
        Assert.Equal("127.0.0.1", node.Born.Host);
        Assert.Equal(node.Born.Id, seen.FromId?.ToHex());
        Assert.Contains(bootstrapper.Address, await node.ToArrayAsync());
        Assert.Contains(node.Address, (await bootstrapper.Node.GetNodesAsync()).Select(entry => entry.Address));
    }

    [JsFact]
    public async Task A_node_that_has_not_been_stable_for_long_shows_no_id_on_either_side()
    {
        await using var peer = await JsPeer.StartAsync();
        await using var ours = new OurNodes();
        var bootstrapper = await peer.StartBootstrapperAsync();

        var node = await ours.StartAsync(bootstrapper.Address, isEphemeral: null);
        var jsNode = await peer.StartNodeAsync(new([bootstrapper.Address]));

        Assert.Null((await jsNode.PingAsync(node.Address)).From.Id);
        Assert.Null((await node.Node.PingAsync(jsNode.Address)).FromId);
        Assert.DoesNotContain(node.Address, await bootstrapper.ToArrayAsync());
    }

    [JsFact]
    public async Task A_JavaScript_node_that_has_been_stable_for_long_becomes_persistent_among_ours()
    {
        const int ticksOfTwentyMinutes = 240;
        await using var peer = await JsPeer.StartAsync();
        await using var ours = new OurNodes();
        var bootstrapper = await ours.StartBootstrapperAsync();
        for (var i = 0; i < 5; i++) await ours.StartAsync(bootstrapper.Address);
        var node = await peer.StartNodeAsync(new([bootstrapper.Address]));

        await node.TickAsync(ticksOfTwentyMinutes);
        await node.EventAsync("persistent");

        Assert.True(node.Born.Ephemeral);
        Assert.Equal((await node.StateAsync()).Id, (await bootstrapper.Node.PingAsync(node.Address)).FromId?.ToHex());
    }

    [JsFact]
    public async Task Each_side_tells_the_other_how_it_is_seen()
    {
        await using var peer = await JsPeer.StartAsync();
        await using var ours = new OurNodes();
        var bootstrapper = await peer.StartBootstrapperAsync();
        var node = await ours.StartAsync(bootstrapper.Address);

        var fromUs = await node.Node.PingAsync(bootstrapper.Address);
        var fromThem = await bootstrapper.PingAsync(node.Address);

        Assert.Equal(node.Address, fromUs.To);
        Assert.Equal(bootstrapper.Address, fromThem.To.ToPeerAddress());
    }
}
