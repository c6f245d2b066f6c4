using System.Text.Json;
using AkkaDht.Benchmarks.EndToEnd;

namespace AkkaDht.Benchmarks.HyperDht;

/// <summary>
/// How long do connecting by public key, announcing and looking up take beside npm hyperdht, on the same machine and in the same run, and
/// what does a server bear? Every figure is the median over runs; each run starts new processes, the two sides in turn.
/// </summary>
internal static class HyperDhtBenchmark
{
    private static readonly Target[] Targets =
    [
        new("hyperdht", ["node", Target.FindScript("hyperdht.mjs")]),
        new("AkkaDht", ["dotnet", typeof(HyperDhtBenchmark).Assembly.Location, "hyperdht-target"]),
    ];

    private static readonly (string Name, Func<HyperDhtExtent, Task<ResultTable>> MeasureAsync)[] Questions =
    [
        ("connects", extent => ConnectsAsync("(a) Connecting to a known server, one after the other", "connects", extent)),
        ("punches", extent => ConnectsAsync("(b) The same through a hole punch", "punches", extent)),
        ("topics", TopicsAsync),
        ("flood", FloodBenchmark.MeasureAsync),
    ];

    /// <summary>Asks the questions that <paramref name="options"/> name, or all; <c>--smoke</c> only proves that everything runs.</summary>
    public static async Task<int> RunAsync(string[] options)
    {
        var extent = options.Contains("--smoke") ? HyperDhtExtent.Smoke : HyperDhtExtent.Full;
        var asked = Questions.Where(question => options.Contains(question.Name)).ToArray();

        // One question after the other: two processors are few.
        foreach (var question in asked.Length > 0 ? asked : Questions) Console.WriteLine(await question.MeasureAsync(extent));
        return 0;
    }

    private static async Task<ResultTable> ConnectsAsync(string question, string role, HyperDhtExtent extent)
    {
        var micros = await MicrosAsync(extent, role, extent.Nodes, extent.Connects, "micros");
        return new($"{question}, in a process of {extent.Nodes} nodes, a server and a client", Targets, Rows("", micros["micros"]));
    }

    private static async Task<ResultTable> TopicsAsync(HyperDhtExtent extent)
    {
        var micros = await MicrosAsync(extent, "topics", extent.TopicNodes, extent.Topics, "announced", "lookedUp");
        return new(
            $"(c) Announcing topics and looking them up in a process of {extent.TopicNodes} nodes, one after the other", Targets,
            [.. Rows("announce, ", micros["announced"]), .. Rows("lookup, ", micros["lookedUp"])]);
    }

    // The first half warms up: compilers on both sides, routing tables, sockets, what the client remembers of the server.
    private static async Task<Dictionary<string, Dictionary<Target, List<double[]>>>> MicrosAsync(
        HyperDhtExtent extent, string role, int nodes, int count, params string[] figures)
    {
        var micros = figures.ToDictionary(figure => figure, _ => Targets.ToDictionary(target => target, _ => new List<double[]>()));
        for (var run = 0; run < extent.Runs; run++)
            foreach (var target in Targets)
            {
                await using var running = await target.StartAsync(role, nodes, 2 * count);
                foreach (var figure in figures)
                    micros[figure][target].Add(running.Answer.GetProperty(figure).Deserialize<double[]>()![count..]);
            }

        return micros;
    }

    private static ResultRow[] Rows(string what, Dictionary<Target, List<double[]>> micros) =>
    [
        new($"{what}median, µs", [.. Targets.Select(target => ResultTable.Median(micros[target].Select(ResultTable.Median)))]),
        new($"{what}nine in ten are faster than, µs", [.. Targets.Select(target => ResultTable.Median(micros[target].Select(run => run.Order().ElementAt(run.Length * 9 / 10))))]),
    ];
}
