namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>What one attempt or session has done so far. Reference: hyperdht <c>stats.punches</c> and <c>stats.relaying</c>.</summary>
public readonly record struct ConnectStats
{
    /// <summary>Handshakes sent, by whatever node; at a server, copies of the one that it answers.</summary>
    public int Handshakes { get; init; }

    /// <summary>Answers to handshakes, and messages about a hole punch, that were none.</summary>
    public int Malformed { get; init; }

    /// <summary>Nodes found and requests taken in beyond what may wait.</summary>
    public int RefusedByBound { get; init; }

    /// <summary>Messages about a hole punch: sent by a client, taken in by a server.</summary>
    public int Rounds { get; init; }

    /// <summary>Connections to or from somebody whom anybody can reach (open).</summary>
    public int OpenPunches { get; init; }

    /// <summary>Hole punches begun between NATs that keep their ports (consistent).</summary>
    public int ConsistentPunches { get; init; }

    /// <summary>Hole punches begun where one NAT chooses random ports (random).</summary>
    public int RandomPunches { get; init; }

    /// <summary>Punches that had to wait for their turn (tryLater).</summary>
    public int TriesLater { get; init; }

    /// <summary>Connections by a relay that were begun.</summary>
    public int RelayAttempts { get; init; }

    /// <summary>Connections by a relay that came about.</summary>
    public int RelaySuccesses { get; init; }

    /// <summary>Connections by a relay that did not.</summary>
    public int RelayAborts { get; init; }

    /// <summary>Relayed connections that found a direct path.</summary>
    public int Upgrades { get; init; }
}
