namespace AkkaDht.Benchmarks.Streams;

/// <summary>How much is sent: enough to measure, or just enough to see that it works.</summary>
/// <param name="Runs">Fresh processes per side and figure.</param>
/// <param name="WarmUpMiB">Sent before anything is counted.</param>
/// <param name="CountedMiB">Sent and counted on loopback.</param>
/// <param name="LossyMiB">Sent and counted through the proxy.</param>
/// <param name="IdleConnections">Connections that do nothing; each has two ends.</param>
internal sealed record StreamsExtent(int Runs, int WarmUpMiB, int CountedMiB, int LossyMiB, int IdleConnections)
{
    public static StreamsExtent Full { get; } = new(5, 256, 1024, 32, 5000);

    public static StreamsExtent Smoke { get; } = new(1, 1, 4, 1, 50);
}
