using Akka.Configuration;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Routing;

/// <summary>What the routing table keeps to: branch <c>akkadht.routing</c>.</summary>
public sealed record RoutingSettings
{
    /// <summary>Nodes per bucket, and how many of them may share one public /24 network.</summary>
    public BucketLimits Bucket { get; init; } = BucketLimits.Default;

    /// <summary>Nodes of one public /24 network in the whole table.</summary>
    public int MaxPerSubnet { get; init; } = 10;

    /// <summary>Swaps of a full bucket's oldest node for a new one that may be under way at once.</summary>
    public int MaxSwaps { get; init; } = 3;

    /// <summary>Checks under way at once, from which on down hints cause no further one.</summary>
    public int MaxHintedChecks { get; init; } = 10;

    /// <summary>Reads the branch <c>akkadht.routing</c>.</summary>
    public static RoutingSettings Create(Config config) => new()
    {
        Bucket = new BucketLimits(
            Capacity: config.Number("bucket-capacity", min: 1),
            PerSubnet: config.Number("max-per-subnet-and-bucket"),
            ExemptPrivate: config.Switch("exempt-private")),
        MaxPerSubnet = config.Number("max-per-subnet"),
        MaxSwaps = config.Number("max-swaps"),
        MaxHintedChecks = config.Number("max-hinted-checks"),
    };
}
