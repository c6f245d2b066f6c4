namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>What one attempt or session has done so far. Reference: hyperdht <c>stats.punches</c> and <c>stats.relaying</c>.</summary>
public record struct ConnectStats
{
    /// <summary>Handshakes sent, by whatever node; at a server, copies of the one that it answers.</summary>
    public int Handshakes { get; set; }

    /// <summary>Answers to handshakes, and messages about a hole punch, that were none.</summary>
    public int Malformed { get; set; }

    /// <summary>Nodes found and requests taken in beyond what may wait.</summary>
    public int RefusedByBound { get; set; }

    /// <summary>Messages about a hole punch: sent by a client, taken in by a server.</summary>
    public int Rounds { get; set; }

    /// <summary>Connections to or from somebody whom anybody can reach (open).</summary>
    public int OpenPunches { get; set; }

    /// <summary>Hole punches begun between NATs that keep their ports (consistent).</summary>
    public int ConsistentPunches { get; set; }

    /// <summary>Hole punches begun where one NAT chooses random ports (random).</summary>
    public int RandomPunches { get; set; }

    /// <summary>Punches that had to wait for their turn (tryLater).</summary>
    public int TriesLater { get; set; }

    /// <summary>Connections by a relay that were begun.</summary>
    public int RelayAttempts { get; set; }

    /// <summary>Connections by a relay that came about.</summary>
    public int RelaySuccesses { get; set; }

    /// <summary>Connections by a relay that did not.</summary>
    public int RelayAborts { get; set; }

    /// <summary>Relayed connections that found a direct path.</summary>
    public int Upgrades { get; set; }
}
