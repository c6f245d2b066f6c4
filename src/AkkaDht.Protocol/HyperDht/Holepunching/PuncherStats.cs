namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>What one hole punch has cost, and what it was not allowed to do.</summary>
public record struct PuncherStats
{
    /// <summary>Sockets that were opened for it.</summary>
    public int SocketsOpened { get; set; }

    /// <summary>Sockets of these that were given back.</summary>
    public int SocketsReleased { get; set; }

    /// <summary>Nodes asked how they see us.</summary>
    public int Pings { get; set; }

    /// <summary>Probes sent, answers to those of the other side included.</summary>
    public int Probes { get; set; }

    /// <summary>Probes of these that should not arrive.</summary>
    public int LowTtlProbes { get; set; }

    /// <summary>Probes of the other side that were answered.</summary>
    public int Echoes { get; set; }

    /// <summary>Probes not sent because nobody of the other side should be at that address (no port, reserved, or private without leave).</summary>
    public int TargetsRefused { get; set; }

    /// <summary>Addresses and probes beyond what one punch may have (<see cref="PuncherSettings.MaxTargets"/>, <see cref="PuncherSettings.MaxSingleProbes"/>, <see cref="PuncherSettings.MaxEchoes"/>).</summary>
    public int Overflowed { get; set; }
}
