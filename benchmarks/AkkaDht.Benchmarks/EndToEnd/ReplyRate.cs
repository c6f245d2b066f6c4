namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>How many requests a second does one persistent node with a full table answer, and what does an answer cost it?</summary>
internal static class ReplyRate
{
    private const int KnownAddresses = 20_000;

    public static async Task<ResultTable> MeasureAsync(IReadOnlyList<Target> targets, Extent extent)
    {
        var samples = targets.ToDictionary(target => target, _ => new List<Sample>());
        for (var run = 0; run < extent.Runs; run++)
            foreach (var target in targets)
                samples[target].Add(await MeasureOnceAsync(target, extent));

        return new ResultTable("(a) Replies of one node with a full table", targets,
        [
            Row("PING, replies/s", sample => sample.Ping.PerSecond),
            Row("FIND_NODE, replies/s", sample => sample.FindNode.PerSecond),
            Row("PING, processor time per reply, µs", sample => sample.Ping.MicrosPerReply, "N2"),
            Row("FIND_NODE, processor time per reply, µs", sample => sample.FindNode.MicrosPerReply, "N2"),
            Row("PING, processors busy", sample => sample.Ping.Busy, "N2"),
            Row("FIND_NODE, processors busy", sample => sample.FindNode.Busy, "N2"),
            Row("requests without a reply", sample => sample.Ping.Lost + sample.FindNode.Lost),
        ]);

        ResultRow Row(string figure, Func<Sample, double> select, string format = "N0") =>
            new(figure, [.. targets.Select(target => ResultTable.Median(samples[target].Select(select)))], format);
    }

    private static async Task<Sample> MeasureOnceAsync(Target target, Extent extent)
    {
        await using var running = await target.StartAsync("reply", KnownAddresses);
        var port = running.Answer.GetProperty("port").GetInt32();
        using var ping = LoadGenerator.Ping(port);
        using var findNode = LoadGenerator.FindNode(port);
        return new Sample(Load(ping, running, extent), Load(findNode, running, extent));
    }

    private static Rate Load(LoadGenerator generator, RunningTarget target, Extent extent)
    {
        generator.Run(extent.WarmUp);
        var before = target.ProcessorTime;
        var load = generator.Run(extent.Slice);
        var spent = target.ProcessorTime - before;
        return new Rate(load.RepliesPerSecond, spent.TotalMicroseconds / load.Replies, spent / load.Elapsed, load.Lost);
    }

    private sealed record Sample(Rate Ping, Rate FindNode);

    /// <summary><paramref name="Busy"/> is in processors: near 1 or more, the target and not the generator set the pace.</summary>
    private sealed record Rate(double PerSecond, double MicrosPerReply, double Busy, double Lost);
}
