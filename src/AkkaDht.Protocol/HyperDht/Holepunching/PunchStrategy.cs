namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>How a hole is punched, by what stands in front of the two sides (03-hyperdht.md §11).</summary>
public enum PunchStrategy
{
    /// <summary>Not at all, or not yet.</summary>
    None,

    /// <summary>Both are reachable at addresses that they know: a few tries each.</summary>
    Consistent,

    /// <summary>The other side's port is anybody's guess: many ports from one socket.</summary>
    GuessPorts,

    /// <summary>Ours is: one address from many sockets.</summary>
    ManySockets,
}
