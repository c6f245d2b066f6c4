namespace AkkaDht.Protocol.HyperDht.Relaying;

/// <summary>What a relay takes upon itself; the reference has no bounds. Beyond one of them a request is not answered, and its sender gives up.</summary>
public sealed record BlindRelaySettings
{
    /// <summary>Peers that may ask at once; a further one is not listened to.</summary>
    public int MaxSessions { get; init; } = 1024;

    /// <summary>Streams of one peer, waiting or joined.</summary>
    public int MaxPairsPerSession { get; init; } = 16;

    /// <summary>Pairs of all peers, waiting or joined.</summary>
    public int MaxPairs { get; init; } = 2048;

    /// <summary>How long one end waits for the other. The reference's clients give up after 15 s.</summary>
    public TimeSpan PendingLifetime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a peer may stay that has no stream here, waiting or joined.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>What a relay has counted, and what it holds.</summary>
public readonly record struct BlindRelayStats
{
    /// <summary>Peers that may ask.</summary>
    public required int Sessions { get; init; }

    /// <summary>Ends that wait for another.</summary>
    public required int Pending { get; init; }

    /// <summary>Pairs that are joined.</summary>
    public required int Links { get; init; }

    /// <summary>Requests to be paired, refused ones included.</summary>
    public required long Requested { get; init; }

    /// <summary>Pairs that were joined.</summary>
    public required long Matched { get; init; }

    /// <summary>Requests that were withdrawn, or whose peer has gone.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Requests that nobody met in time.</summary>
    public required long Expired { get; init; }

    /// <summary>Requests and peers beyond a bound.</summary>
    public required long Refused { get; init; }
}
