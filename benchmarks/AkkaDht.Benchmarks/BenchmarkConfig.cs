using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace AkkaDht.Benchmarks;

/// <summary>
/// How every benchmark of a part runs: within this process, so that nothing but this project has to be built, with what it
/// allocates beside what it takes.
/// </summary>
internal static class BenchmarkConfig
{
    private const string SmokeOption = "--smoke";

    // A noisy machine would otherwise be measured for minutes, to no avail.
    private const int MaxIterations = 20;

    /// <summary>Runs what the options of BenchmarkDotNet choose; with <c>--smoke</c> each once, which proves only that it runs.</summary>
    public static int Run(string[] options)
    {
        string[] chosen = [.. options.Where(option => option != SmokeOption)];
        if (chosen.Length == 0) chosen = ["--filter", "*"];

        var job = options.Contains(SmokeOption) ? Job.Dry : Job.Default.WithMaxIterationCount(MaxIterations);
        var config = ManualConfig.CreateEmpty()
            .AddJob(job.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddExporter(MarkdownExporter.GitHub)
            .AddLogger(ConsoleLogger.Default);
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly).Run(chosen, config).ToArray();
        return summaries.Length > 0 && summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
