namespace AkkaDht.Routing;

/// <summary>Counts of what the limits of a routing table refused. Written by the table and its buckets, read by anybody.</summary>
internal sealed class RoutingCounters
{
    private long _subnetRefused;
    private long _swapsRefused;
    private long _hintedChecksRefused;

    public RoutingStats Snapshot => new(
        Volatile.Read(ref _subnetRefused), Volatile.Read(ref _swapsRefused), Volatile.Read(ref _hintedChecksRefused));

    public void CountSubnetRefused() => Interlocked.Increment(ref _subnetRefused);

    public void CountSwapRefused() => Interlocked.Increment(ref _swapsRefused);

    public void CountHintedCheckRefused() => Interlocked.Increment(ref _hintedChecksRefused);
}

/// <summary>What the limits of a routing table refused since the node started.</summary>
/// <param name="SubnetRefused">Nodes left out because their public /24 network had its share of the bucket or the table.</param>
/// <param name="SwapsRefused">Newcomers left out because <see cref="RoutingSettings.MaxSwaps"/> were under way.</param>
/// <param name="HintedChecksRefused">Down hints without effect because <see cref="RoutingSettings.MaxHintedChecks"/> were under way.</param>
public readonly record struct RoutingStats(long SubnetRefused, long SwapsRefused, long HintedChecksRefused);
