using AkkaDht.Benchmarks.EndToEnd;
using AkkaDht.Protocol;
using AkkaDht.Simulation;

namespace AkkaDht.Benchmarks.Streams;

/// <summary>
/// How fast are our encrypted streams beside those of npm hyperdht, on the same machine and in the same run, and what does an idle
/// connection cost? Every figure is the median over runs; each run starts new processes, the sides in turn.
/// </summary>
internal static class StreamsBenchmark
{
    private static readonly Target JavaScript = new("hyperdht", ["node", "--expose-gc", Target.FindScript("streams.mjs")]);
    private static readonly Target Sodium = Ours("AkkaDht, libsodium", "sodium");
    private static readonly Target Managed = Ours("AkkaDht, managed", "managed");

    private static readonly (string Name, Func<StreamsExtent, Task<ResultTable>> MeasureAsync)[] Questions =
    [
        ("throughput", ThroughputAsync),
        ("goodput", GoodputAsync),
        ("memory", MemoryAsync),
    ];

    /// <summary>Asks the questions that <paramref name="options"/> name, or all; <c>--smoke</c> only proves that everything runs.</summary>
    public static async Task<int> RunAsync(string[] options)
    {
        var extent = options.Contains("--smoke") ? StreamsExtent.Smoke : StreamsExtent.Full;
        var asked = Questions.Where(question => options.Contains(question.Name)).ToArray();
        foreach (var question in asked.Length > 0 ? asked : Questions) Console.WriteLine(await question.MeasureAsync(extent));
        return 0;
    }

    private static async Task<ResultTable> ThroughputAsync(StreamsExtent extent)
    {
        Target[] targets = [JavaScript, Sodium, Managed];
        var rates = targets.ToDictionary(target => target, _ => new List<double>());
        var allocations = targets.ToDictionary(target => target, _ => new List<double>());
        for (var run = 0; run < extent.Runs; run++)
        {
            foreach (var target in targets)
            {
                await using var running = await target.StartAsync(target == JavaScript ? "hyperdht" : "pair", extent.WarmUpMiB, extent.CountedMiB);
                rates[target].Add(RateOf(running));
                if (running.Answer.TryGetProperty("allocatedPerPacket", out var allocated)) allocations[target].Add(allocated.GetDouble());
            }
        }

        var reference = ResultTable.Median(rates[JavaScript]);
        return new ResultTable("(a) Throughput on loopback, both ends in one process, 64 KiB writes", targets,
        [
            new ResultRow("MB/s", [.. targets.Select(target => ResultTable.Median(rates[target]))], "N1"),
            new ResultRow("ratio to hyperdht", [.. targets.Select(target => ResultTable.Median(rates[target]) / reference)], "0.00"),
            new ResultRow("bytes allocated per packet, everything in the process included", [.. targets.Select(target => target == JavaScript ? double.NaN : ResultTable.Median(allocations[target]))], "N1"),
        ]);
    }

    private static async Task<ResultTable> GoodputAsync(StreamsExtent extent)
    {
        Target[] targets = [JavaScript, Sodium];
        var rows = new List<ResultRow>();
        foreach (var loss in new[] { 0.01, 0.05 })
        {
            var rates = targets.ToDictionary(target => target, _ => new List<double>());
            for (var run = 0; run < extent.Runs; run++)
                foreach (var target in targets) rates[target].Add(await GoodputAsync(target, loss, seed: run, extent));

            rows.Add(new ResultRow($"{loss * 100:0} % loss, MB/s", [.. targets.Select(target => ResultTable.Median(rates[target]))], "N2"));
        }

        return new ResultTable("(b) Goodput through the same proxy, which loses datagrams and delays each way by 50 ms", targets, rows);
    }

    private static async Task<double> GoodputAsync(Target target, double loss, int seed, StreamsExtent extent)
    {
        await using var running = await target.StartAsync("via", 0, extent.LossyMiB);
        var conditions = new LinkConditions { Loss = loss, Delay = TimeSpan.FromMilliseconds(50) };
        using var proxy = LossyProxy.Start(PeerAddress.Loopback(running.Answer.GetProperty("port").GetUInt16()), conditions, seed);
        await running.TellAsync(new { port = proxy.Address.Port });
        await running.ReadAnswerAsync();
        return RateOf(running);
    }

    private static async Task<ResultTable> MemoryAsync(StreamsExtent extent)
    {
        await using var running = await Sodium.StartAsync("idle", extent.IdleConnections);
        return new ResultTable($"(c) Memory of an idle connection, one end of {2 * extent.IdleConnections}", [Sodium],
        [
            new ResultRow("managed bytes after a full collection", [running.Answer.GetProperty("managedBytes").GetDouble()]),
            new ResultRow("resident bytes", [running.Answer.GetProperty("residentBytes").GetDouble()]),
        ]);
    }

    private static double RateOf(RunningTarget running) =>
        running.Answer.GetProperty("bytes").GetDouble() / running.Answer.GetProperty("millis").GetDouble() / 1000;

    private static Target Ours(string name, string suite) => new(name, ["dotnet", typeof(Target).Assembly.Location, "streams-target", suite]);
}
