using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>How near a query comes to its target in networks whose tables grew by joining.</summary>
public sealed class QueryAccuracyTests
{
    private const int ClosestCount = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Among_a_thousand_nodes_nineteen_of_the_closest_twenty_are_found_and_never_is_the_closest_missed(int seed)
    {
        var network = new QueryNetwork(seed, size: 1000);

        var lookups = Lookups(network, count: 300);

        Assert.InRange(lookups.Average(lookup => lookup.Found), 19.5, ClosestCount);
        Assert.All(lookups, lookup => Assert.True(lookup.HasClosest));
    }

    [Fact]
    public void Among_a_thousand_nodes_an_answer_takes_some_forty_visits()
    {
        var network = new QueryNetwork(seed: 3, size: 1000);

        Assert.InRange(Lookups(network, count: 100).Average(lookup => lookup.Visits), ClosestCount, 45);
    }

    [Fact]
    public void In_a_small_network_every_node_is_found()
    {
        var network = new QueryNetwork(seed: 4, size: 15);

        Assert.All(Lookups(network, count: 50), lookup => Assert.Equal(14, lookup.Found));
    }

    [Theory]
    [InlineData(10, 19.0)]
    [InlineData(30, 18.0)]
    public void Nodes_that_went_down_unnoticed_are_walked_around(int percentDown, double expectedFound)
    {
        var network = new QueryNetwork(seed: 5, size: 500);
        for (var i = 1; i < network.Peers.Count; i++) network.Peers[i].IsDown = i % 100 < percentDown;

        var lookups = Lookups(network, count: 100);

        Assert.InRange(lookups.Average(lookup => lookup.Found), expectedFound, ClosestCount);
        Assert.All(lookups, lookup => Assert.True(lookup.HasClosest));
    }

    // Each from another node that is up, towards a random target.
    private static Lookup[] Lookups(QueryNetwork network, int count)
    {
        var askers = network.Peers.Where(peer => !peer.IsDown).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => LookUp(network, askers[i % askers.Length], network.RandomId()))];
    }

    private static Lookup LookUp(QueryNetwork network, QueryNetwork.Peer asker, NodeId target)
    {
        var run = network.Lookup(asker, target);
        var expected = network.TrueClosest(target, ClosestCount + 1).Where(node => node != asker.Node).Take(ClosestCount).ToArray();
        var found = QueryDriver.ClosestNodes(run.Query);
        return new Lookup(expected.Intersect(found).Count(), found[0] == expected[0], run.Visited.Count);
    }

    private readonly record struct Lookup(int Found, bool HasClosest, int Visits);
}
