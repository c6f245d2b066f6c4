using System.Diagnostics;
using System.Globalization;
using AkkaDht.Benchmarks.EndToEnd;

namespace AkkaDht.Benchmarks.Runtime;

/// <summary>
/// How fast and how small is the actor runtime that this program was built with, beside the real Akka.NET 1.5.30? A figure is
/// the median of five runs after one that warms up; three fresh processes take it, and the table shows the range of the three.
/// </summary>
internal static class RuntimeBenchmark
{
    private const int Processes = 3;
    private const int Runs = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Takes the figures that <paramref name="options"/> name, or all; <c>--smoke</c> only proves that each can be taken.</summary>
    public static async Task<int> RunAsync(string[] options)
    {
        var named = Figure.All.Where(figure => options.Contains(figure.Name)).ToArray();
        var asked = named.Length > 0 ? named : Figure.All;
        if (options.Contains("--smoke")) return await SmokeAsync(asked);

        RuntimeTable.WriteHeading();
        foreach (var figure in asked)
        {
            var values = new List<double>();
            while (values.Count < Processes) values.Add(await InFreshProcessAsync(figure));
            RuntimeTable.WriteRow(figure, values);
        }

        return 0;
    }

    /// <summary>Takes one figure in this process and says nothing but its value.</summary>
    public static async Task<int> RunOnceAsync(string name)
    {
        var figure = Figure.All.Single(figure => figure.Name == name);
        await figure.MeasureAsync(Effort.Full);
        var values = new List<double>();
        while (values.Count < Runs) values.Add(await figure.MeasureAsync(Effort.Full));
        Console.WriteLine(ResultTable.Median(values).ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    private static async Task<int> SmokeAsync(IEnumerable<Figure> figures)
    {
        var failures = 0;
        foreach (var figure in figures)
        {
            var value = await figure.MeasureAsync(Effort.Smoke).WaitAsync(Patience);
            var isThere = double.IsFinite(value) && value > 0;
            Console.WriteLine($"{figure.Label}: {(isThere ? "measured" : $"nothing ({value})")}");
            if (!isThere) failures++;
        }

        return failures;
    }

    // As programs run that change none of .NET's defaults: this one has its own for the nodes that it compares.
    private static async Task<double> InFreshProcessAsync(Figure figure)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(RuntimeBenchmark).Assembly.Location, "runtime-once", figure.Name])
        {
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_TieredPGO"] = "1", ["DOTNET_gcConcurrent"] = "1" },
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(said, CultureInfo.InvariantCulture);
    }
}
