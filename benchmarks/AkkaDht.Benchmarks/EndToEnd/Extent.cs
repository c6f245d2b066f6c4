namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>How much is measured: everything, or just enough to see that it works.</summary>
/// <param name="Runs">Fresh pairs of processes per figure.</param>
/// <param name="WarmUp">Load before anything is counted.</param>
/// <param name="Slice">Load that is counted, per run.</param>
/// <param name="LookupNodes">Nodes of the process that does lookups.</param>
/// <param name="Lookups">Lookups per run, after as many that are not counted.</param>
/// <param name="IdleNodes">Sizes of the processes whose memory is measured, the smallest first.</param>
/// <param name="MemoryRuns">Fresh processes per size.</param>
internal sealed record Extent(
    int Runs, TimeSpan WarmUp, TimeSpan Slice, int LookupNodes, int Lookups, IReadOnlyList<int> IdleNodes, int MemoryRuns)
{
    public static Extent Full { get; } = new(5, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), 200, 300, [1, 200, 1000], 3);

    public static Extent Smoke { get; } = new(1, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.3), 20, 10, [1, 20], 1);
}
