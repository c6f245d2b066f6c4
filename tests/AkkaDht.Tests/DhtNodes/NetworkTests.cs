using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Tests.Support;
using Xunit.Abstractions;

namespace AkkaDht.Tests.DhtNodes;

/// <summary>
/// A whole network in one process, on loopback sockets: as many nodes as <c>AKKADHT_NETWORK_NODES</c> says (60 unless set), and as
/// many lookups of random targets.
/// </summary>
public sealed class NetworkTests(ITestOutputHelper output)
{
    private const int Wanted = 20;
    private const int AtATime = 8;

    [Fact]
    public async Task Lookups_find_the_closest_nodes_of_the_whole_network()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("AKKADHT_NETWORK_NODES") ?? "60", CultureInfo.InvariantCulture);
        var started = Stopwatch.StartNew();
        await using var swarm = await Swarm.StartAsync(0);
        await ForEachAsync(count, async _ => await swarm.AddAsync());
        var ids = (await Task.WhenAll(swarm.Nodes.Select(Swarm.AddressOf))).Append(swarm.BootstrapAddress).Select(Ids.Of).ToArray();
        output.WriteLine($"{count} nodes bootstrapped in {started.Elapsed.TotalSeconds:f1} s");

        started.Restart();
        var (found, visits, missed) = (0, 0, 0);
        await ForEachAsync(count, async i =>
        {
            var asking = swarm.Nodes[i];
            var target = NodeId.Read(RandomNumberGenerator.GetBytes(NodeId.Length));
            await using var query = asking.FindNode(target);
            await query.FinishedAsync();

            var own = Ids.Of(await Swarm.AddressOf(asking));
            var expected = ids.Where(id => id != own).OrderBy(target.DistanceTo).Take(Wanted).ToArray();
            var closest = query.ClosestNodes.Select(node => node.Id).ToArray();
            Interlocked.Add(ref found, closest.Intersect(expected).Count());
            Interlocked.Add(ref visits, query.Stats.Visits);
            if (closest.FirstOrDefault() != expected[0]) Interlocked.Increment(ref missed);
        });

        var average = (double)found / count;
        output.WriteLine($"{count} lookups in {started.Elapsed.TotalSeconds:f1} s: {average:f3} of the true {Wanted} found, closest missed {missed} times, {(double)visits / count:f1} visits each");
        Assert.Equal(0, missed);
        Assert.InRange(average, 19, Wanted);
    }

    private static Task ForEachAsync(int count, Func<int, Task> action) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (i, _) => await action(i));
}
