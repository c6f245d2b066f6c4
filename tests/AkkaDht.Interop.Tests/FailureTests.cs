using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Service.KeyValue;

namespace AkkaDht.Interop.Tests;

/// <summary>Peers that die, sleep and come back.</summary>
public sealed class FailureTests
{
    [JsFact]
    public async Task A_query_ends_though_JavaScript_nodes_are_killed_in_the_middle()
    {
        await using var staying = await JsPeer.StartAsync();
        await using var leaving = await JsPeer.StartAsync();
        await using var ours = new OurNodes();
        var bootstrapper = await staying.StartBootstrapperAsync();
        var stayed = await staying.StartNodesAsync(4, new([bootstrapper.Address], Ephemeral: false));
        await leaving.StartNodesAsync(4, new([bootstrapper.Address], Ephemeral: false));
        var node = await ours.StartAsync(bootstrapper.Address);

        var query = node.Node.Query(new QueryPlan(ValueStore.TargetOf([1]), KeyValueActor.Values) { Retries = 1 }, concurrency: 1);
        await using var replies = query.GetAsyncEnumerator();
        Assert.True(await replies.MoveNextAsync());
        await leaving.KillAsync();
        while (await replies.MoveNextAsync()) { }
        await query.FinishedAsync();

        Assert.Superset(
            stayed.Select(js => js.Address).Append(bootstrapper.Address).ToHashSet(),
            query.ClosestNodes.Select(entry => entry.Address).ToHashSet());
    }

    [JsFact]
    public async Task Our_down_hint_makes_a_JavaScript_node_forget_a_dead_one()
    {
        await using var staying = await JsPeer.StartAsync();
        await using var leaving = await JsPeer.StartAsync();
        await using var ours = new OurNodes();
        var bootstrapper = await staying.StartBootstrapperAsync();
        var dead = await leaving.StartNodeAsync(new([bootstrapper.Address], Ephemeral: false));
        var node = await ours.StartAsync(bootstrapper.Address);
        await leaving.KillAsync();

        var removed = bootstrapper.EventAsync("remove-node", happened => happened.Data.GetProperty("port").GetInt32() == dead.Address.Port);
        await node.Node.Query(new QueryPlan(ValueStore.TargetOf([1]), KeyValueActor.Values) { Retries = 0 }).FinishedAsync();

        Assert.Equal(dead.Born.Id, (await removed).Data.GetProperty("id").GetString());
    }

    [JsFact]
    public async Task A_JavaScript_down_hint_makes_us_forget_a_dead_node()
    {
        await using var staying = await JsPeer.StartAsync();
        await using var leaving = await JsPeer.StartAsync();
        await using var ours = new OurNodes();
        var bootstrapper = await ours.StartBootstrapperAsync();
        var dead = await leaving.StartNodeAsync(new([bootstrapper.Address], Ephemeral: false));
        var hinting = await staying.StartNodeAsync(new([bootstrapper.Address], Ephemeral: false));
        await leaving.KillAsync();

        var hint = await hinting.DownHintAsync(bootstrapper.Address, dead.Address);

        Assert.Equal(ErrorCodes.Ok, hint.Error);
        await Eventually.HoldsAsync(async () => !(await bootstrapper.Node.GetNodesAsync()).Any(entry => entry.Address == dead.Address));
        Assert.Contains(hinting.Address, (await bootstrapper.Node.GetNodesAsync()).Select(entry => entry.Address));
    }

    [JsFact]
    public async Task A_suspended_JavaScript_node_is_silent_until_it_is_resumed()
    {
        await using var peer = await JsPeer.StartAsync();
        await using var ours = new OurNodes();
        var bootstrapper = await ours.StartBootstrapperAsync();
        var sleeper = await peer.StartNodeAsync(new([bootstrapper.Address], Ephemeral: false));

        await sleeper.SuspendAsync();
        var silence = await Assert.ThrowsAsync<DhtException>(() => bootstrapper.Node.PingAsync(sleeper.Address, retry: false));
        await sleeper.ResumeAsync();

        Assert.Equal(RequestOutcomeKind.TimedOut, silence.Kind);
        Assert.Equal(sleeper.Born.Id, (await bootstrapper.Node.PingAsync(sleeper.Address)).FromId?.ToHex());
    }

    [JsFact]
    public async Task Our_suspended_node_is_silent_until_it_is_resumed()
    {
        await using var peer = await JsPeer.StartAsync();
        await using var ours = new OurNodes();
        var bootstrapper = await peer.StartBootstrapperAsync();
        var sleeper = await ours.StartAsync(bootstrapper.Address);

        await sleeper.Node.SuspendAsync();
        var silence = await Assert.ThrowsAsync<JsException>(() => bootstrapper.PingAsync(sleeper.Address));
        await sleeper.Node.ResumeAsync();

        Assert.Equal("REQUEST_TIMEOUT", silence.Code);
        Assert.Equal(sleeper.Id, (await bootstrapper.PingAsync(sleeper.Address)).From.Id);
    }
}
