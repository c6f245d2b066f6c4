using System.Text.Json;

namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>How long does a lookup of a random target take in a process that runs a whole network?</summary>
internal static class LookupTime
{
    public static async Task<ResultTable> MeasureAsync(IReadOnlyList<Target> targets, Extent extent)
    {
        var medians = targets.ToDictionary(target => target, _ => new List<double>());
        var slowest = targets.ToDictionary(target => target, _ => new List<double>());
        for (var run = 0; run < extent.Runs; run++)
            foreach (var target in targets)
            {
                var micros = await MeasureOnceAsync(target, extent);
                medians[target].Add(ResultTable.Median(micros));
                slowest[target].Add(micros.Order().ElementAt(micros.Length * 9 / 10));
            }

        return new ResultTable($"(b) Lookups in a process of {extent.LookupNodes} nodes, one after the other", targets,
        [
            new("median, µs", [.. targets.Select(target => ResultTable.Median(medians[target]))]),
            new("nine in ten are faster than, µs", [.. targets.Select(target => ResultTable.Median(slowest[target]))]),
        ]);
    }

    // The first half warms up: compilers on both sides, routing tables, sockets.
    private static async Task<double[]> MeasureOnceAsync(Target target, Extent extent)
    {
        await using var running = await target.StartAsync("lookups", extent.LookupNodes, 2 * extent.Lookups);
        var micros = running.Answer.GetProperty("micros").Deserialize<double[]>()!;
        return micros[extent.Lookups..];
    }
}
