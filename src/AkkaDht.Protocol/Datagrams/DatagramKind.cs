namespace AkkaDht.Protocol.Datagrams;

/// <summary>What a datagram is, as far as its first bytes tell.</summary>
public enum DatagramKind : byte
{
    /// <summary>Nothing that we know: dropped and counted.</summary>
    Unknown,

    /// <summary>A dht-rpc request.</summary>
    Request,

    /// <summary>A dht-rpc reply.</summary>
    Reply,

    /// <summary>A UDX packet; it counts only if its stream is known.</summary>
    Stream,

    /// <summary>A hole punch probe of one byte.</summary>
    Probe,
}
