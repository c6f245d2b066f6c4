namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>
/// How does one of our nodes compare with npm dht-rpc, on the same machine, in the same run, under the same load generator?
/// Every figure is the median over runs; each run starts new processes, the two sides in turn.
/// </summary>
internal static class EndToEndBenchmark
{
    public static async Task<int> RunAsync(string[] options)
    {
        var extent = options.Contains("--smoke") ? Extent.Smoke : Extent.Full;
        IReadOnlyList<Target> targets = [Target.JavaScript, Target.Ours];

        // One question after the other: two processors are few.
        Console.WriteLine(await ReplyRate.MeasureAsync(targets, extent));
        Console.WriteLine(await LookupTime.MeasureAsync(targets, extent));
        Console.WriteLine(await MemoryPerNode.MeasureAsync(targets, extent));
        return 0;
    }
}
