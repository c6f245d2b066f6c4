namespace AkkaDht.Protocol.Swarm;

/// <summary>What a swarm remembers of its attempts to connect to a peer, and what follows for the next one.</summary>
/// <param name="IsTried">Whether it was tried since it was last found.</param>
/// <param name="IsProven">Whether it was ever reached.</param>
/// <param name="Attempts">Connections that ended, or never came to be, in a row.</param>
/// <param name="IsExplicit">Whether the application named it, so that it is never given up.</param>
public readonly record struct PeerStanding(bool IsTried, bool IsProven, int Attempts, bool IsExplicit)
{
    /// <summary>After how many attempts nothing is tried any more.</summary>
    public const int MaxAttempts = 3;

    /// <summary>Whether the peer may be queued for another attempt.</summary>
    public bool IsQueueable => Attempts <= MaxAttempts;

    /// <summary>How soon.</summary>
    public PeerPriority Priority => this switch
    {
        { IsTried: true, IsProven: false } or { Attempts: > MaxAttempts } => PeerPriority.VeryLow,
        { Attempts: 3 } => PeerPriority.Low,
        { Attempts: 2 } => PeerPriority.High,
        { Attempts: 1 } => PeerPriority.VeryHigh,
        _ => PeerPriority.Normal,
    };

    /// <summary>The standing as it counts for the next attempt: of an explicit peer no more than <see cref="MaxAttempts"/> count.</summary>
    public PeerStanding Reconsidered() => IsExplicit && Attempts > MaxAttempts ? this with { Attempts = MaxAttempts } : this;
}
