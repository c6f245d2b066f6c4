namespace AkkaDht.Interop.Tests.HyperDht.Nats;

/// <summary>How a NAT of the lab maps what leaves; what comes from anyone whom the inside has not written to is dropped by both.</summary>
public enum NatKind
{
    /// <summary>One port for all destinations.</summary>
    Consistent,

    /// <summary>A port of chance for each destination.</summary>
    Random,
}
