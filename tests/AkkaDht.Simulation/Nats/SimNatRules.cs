namespace AkkaDht.Simulation.Nats;

/// <summary>How a NAT treats those inside of it, in the words of RFC 4787.</summary>
public sealed record SimNatRules
{
    /// <summary>One port outside for each port inside, and nobody gets in who has not been written to: what a hole can be punched through.</summary>
    public static readonly SimNatRules Consistent = new();

    /// <summary>Another port outside for every destination, so that nobody can know where to knock.</summary>
    public static readonly SimNatRules Random = new() { MapsByDestination = true };

    /// <summary>One port outside for each port inside, and anybody gets in once there is one.</summary>
    public static readonly SimNatRules FullCone = new() { Filtering = SimFiltering.None };

    /// <summary>Whether each destination sees another port; otherwise all see the same one.</summary>
    public bool MapsByDestination { get; init; }

    /// <summary>Who gets in through a port that has been used.</summary>
    public SimFiltering Filtering { get; init; } = SimFiltering.AddressAndPort;

    /// <summary>Whether those inside reach each other by their addresses outside.</summary>
    public bool Hairpins { get; init; }

    /// <summary>How long a port stays after the last datagram that left through it, and a filter after the last one to that destination.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>Who gets in through a port that somebody inside has used.</summary>
public enum SimFiltering
{
    /// <summary>Anybody.</summary>
    None,

    /// <summary>Whoever is at a host that was written to.</summary>
    Address,

    /// <summary>Only who was written to.</summary>
    AddressAndPort,
}
