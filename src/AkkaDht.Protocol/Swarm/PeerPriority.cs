namespace AkkaDht.Protocol.Swarm;

/// <summary>How soon a peer is connected to again; higher comes first (04-hyperswarm.md §3). Reference: hyperswarm <c>lib/peer-info.js</c>.</summary>
public enum PeerPriority
{
    /// <summary>Was tried and has never been reached.</summary>
    VeryLow,

    /// <summary>Has failed three times.</summary>
    Low,

    /// <summary>Not tried yet, or connected long enough to start anew.</summary>
    Normal,

    /// <summary>Has failed twice.</summary>
    High,

    /// <summary>Has failed once, and so is likely to be back soon.</summary>
    VeryHigh,
}
