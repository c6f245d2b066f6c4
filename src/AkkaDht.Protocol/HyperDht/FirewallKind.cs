namespace AkkaDht.Protocol.HyperDht;

/// <summary>How the address of a peer looks from outside; a number that a newer peer may send reads as it is, and from 3 on counts as random.</summary>
public enum FirewallKind : ulong
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>Reachable by anybody.</summary>
    Open,

    /// <summary>One address and port towards everybody, once it has sent something there.</summary>
    Consistent,

    /// <summary>Another port towards every peer.</summary>
    Random,
}
