namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>How much physical memory does an idle bootstrapped node take, alone and among many in one process?</summary>
internal static class MemoryPerNode
{
    private const double Kilobyte = 1024;

    public static async Task<ResultTable> MeasureAsync(IReadOnlyList<Target> targets, Extent extent)
    {
        var sizes = extent.IdleNodes;
        var kilobytes = new Dictionary<(Target, int Nodes), double>();
        foreach (var nodes in sizes)
            foreach (var target in targets)
                kilobytes[(target, nodes)] = await MedianAsync(target, nodes, extent.MemoryRuns);

        var (fewest, most) = (sizes[0], sizes[^1]);
        return new ResultTable("(c) Resident memory of idle bootstrapped nodes, after a full collection", targets,
        [
            .. sizes.Select(nodes => Row($"a process of {nodes}, KiB", target => kilobytes[(target, nodes)])),
            Row($"each of {most} on average, KiB", target => kilobytes[(target, most)] / most),
            Row($"each further node ({fewest} to {most}), KiB", target => (kilobytes[(target, most)] - kilobytes[(target, fewest)]) / (most - fewest)),
        ]);

        ResultRow Row(string figure, Func<Target, double> select) => new(figure, [.. targets.Select(select)]);
    }

    private static async Task<double> MedianAsync(Target target, int nodes, int runs)
    {
        var samples = new List<double>();
        while (samples.Count < runs)
        {
            await using var running = await target.StartAsync("memory", nodes);
            samples.Add(running.ResidentBytes / Kilobyte);
        }

        return ResultTable.Median(samples);
    }
}
