namespace AkkaDht.Protocol.DhtRpc;

/// <summary>How a node makes requests (02-dht-rpc.md B2, B3, B14).</summary>
public sealed record RequestSettings
{
    /// <summary>Transmissions per slot of the congestion window; twice as many over all four slots.</summary>
    public int MaxWindow { get; init; } = 80;

    /// <summary>Requests in flight, waiting ones included, at most 65536; a further one is refused.</summary>
    public int MaxInFlight { get; init; } = 8192;

    /// <summary>Whether the timeout follows each endpoint's round-trip times instead of being 1 s.</summary>
    public bool AdaptiveTimeout { get; init; }
}
