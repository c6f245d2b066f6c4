namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>
/// How does one of our nodes compare with npm dht-rpc, on the same machine, in the same run, under the same load generator?
/// Every figure is the median over runs; each run starts new processes, the two sides in turn.
/// </summary>
internal static class EndToEndBenchmark
{
    private static readonly (string Name, Func<IReadOnlyList<Target>, Extent, Task<ResultTable>> MeasureAsync)[] Questions =
    [
        ("replies", ReplyRate.MeasureAsync),
        ("lookups", LookupTime.MeasureAsync),
        ("memory", MemoryPerNode.MeasureAsync),
    ];

    /// <summary>Asks the questions that <paramref name="options"/> name, or all; <c>--smoke</c> only proves that everything runs.</summary>
    public static async Task<int> RunAsync(string[] options)
    {
        var extent = options.Contains("--smoke") ? Extent.Smoke : Extent.Full;
        var asked = Questions.Where(question => options.Contains(question.Name)).ToArray();

        // One question after the other: two processors are few.
        foreach (var question in asked.Length > 0 ? asked : Questions)
            Console.WriteLine(await question.MeasureAsync([Target.JavaScript, Target.Ours], extent));
        return 0;
    }
}
