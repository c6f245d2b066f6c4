namespace AkkaDht.Protocol.HyperDht;

/// <summary>Error codes between peers and of stored records. Reference: hyperdht <c>lib/constants.js</c>, ERROR.</summary>
public static class PeerErrors
{
    /// <summary>No error.</summary>
    public const ulong None = 0;

    /// <summary>ABORTED: the peer gave the attempt up.</summary>
    public const ulong Aborted = 1;

    /// <summary>VERSION_MISMATCH: the peer speaks another version of the handshake.</summary>
    public const ulong VersionMismatch = 2;

    /// <summary>TRY_LATER: the peer is busy with another hole punch.</summary>
    public const ulong TryLater = 3;

    /// <summary>SEQ_REUSED: another value is stored under this sequence number.</summary>
    public const ulong SeqReused = 16;

    /// <summary>SEQ_TOO_LOW: a value with a higher sequence number is stored.</summary>
    public const ulong SeqTooLow = 17;
}
