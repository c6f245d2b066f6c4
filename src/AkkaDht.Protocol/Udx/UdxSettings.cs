namespace AkkaDht.Protocol.Udx;

/// <summary>Limits and times of a stream; the defaults are the reference's where it has one (05-udx.md B1).</summary>
public sealed record UdxSettings
{
    /// <summary>The settings of the reference.</summary>
    public static readonly UdxSettings Default = new();

    /// <summary>Bytes that may be on their way to a reader or held for it; what is advertised is what remains.</summary>
    public int ReceiveWindowBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Packets ahead of a gap that are kept; those that are further ahead are dropped and come again.</summary>
    public int MaxReorderedPackets { get; init; } = 8192;

    /// <summary>Bytes that a writer may have queued beyond what the network takes at the moment.</summary>
    public int WriteAheadBytes { get; init; } = 256 * 1024;

    /// <summary>Unordered messages that wait for being taken; a further one is refused.</summary>
    public int MaxQueuedMessages { get; init; } = 64;

    /// <summary>Timeouts in a row without progress that end a stream.</summary>
    public int MaxTimeouts { get; init; } = 7;
}
