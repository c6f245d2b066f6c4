using Akka.Actor;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.DhtNodes;

/// <summary>Parts of a node that are killed while it works.</summary>
public sealed class FailureTests
{
    public static TheoryData<string> Parts => ["sockets/udp-0", "sockets/udp-1", "sockets", "table", "table/bucket-000", "lifecycle", "bootstrap", "requests", "queries", "peers"];

    [Theory]
    [InlineData("sockets/udp-0")]
    [InlineData("sockets/udp-1")]
    [InlineData("sockets")]
    [InlineData("table")]
    [InlineData("lifecycle")]
    public async Task A_query_lives_through_the_death_of(string part)
    {
        await using var swarm = await Swarm.StartAsync(8);
        foreach (var node in swarm.Nodes.Append(swarm.Bootstrapper)) await Handler.RespondAsync(node, swarm.System, _ => Answer.Success());
        var asking = swarm.Nodes[0];

        await using var query = asking.Query(new QueryPlan(default(NodeId), 7), concurrency: 1);
        var replies = 0;
        await foreach (var reply in query)
        {
            if (++replies == 2) Kill(swarm, asking, part);
        }

        Assert.Equal(8, replies);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task A_node_goes_on_after_the_death_of(string part)
    {
        await using var swarm = await Swarm.StartAsync(4);
        var node = swarm.Nodes[0];
        var address = await Swarm.AddressOf(node);

        Kill(swarm, node, part);

        await Eventually.HoldsAsync(async () =>
            await AnswersAsync(swarm.Nodes[1], RequestSpec.Ping(address)) && await AnswersAsync(node, RequestSpec.Ping(swarm.BootstrapAddress)));
        await using var query = node.FindNode(Ids.Of(swarm.BootstrapAddress));
        await query.FinishedAsync();
        Assert.Equal(swarm.BootstrapAddress, query.ClosestNodes[0].Address);
        Assert.Equal(address, await Swarm.AddressOf(node));
    }

    private static void Kill(Swarm swarm, DhtNode node, string part) =>
        swarm.System.ActorSelection($"{node.Actor.Path.ToStringWithoutAddress()}/{part}").Tell(Akka.Actor.Kill.Instance, ActorRefs.NoSender);

    private static async Task<bool> AnswersAsync(DhtNode node, RequestSpec spec)
    {
        try
        {
            return (await node.RequestAsync(spec with { Timeout = TimeSpan.FromMilliseconds(100), Retries = 0 })).Error == ErrorCodes.Ok;
        }
        catch (DhtException)
        {
            return false;
        }
    }
}
