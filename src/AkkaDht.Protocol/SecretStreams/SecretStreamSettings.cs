namespace AkkaDht.Protocol.SecretStreams;

/// <summary>What a secret stream may be told; the defaults are the reference's.</summary>
public sealed record SecretStreamSettings
{
    /// <summary>Longest frame that is received, in bytes without its length field; the field itself can say no more than the default.</summary>
    public int MaxFrameBytes { get; init; } = SecretStream.MaxMessageLength + SecretStream.Overhead;

    /// <summary>After how long without a write an empty message is sent; zero for never.</summary>
    public TimeSpan KeepAlive { get; init; }

    /// <summary>After how long without a byte from the peer the stream fails; zero for never.</summary>
    public TimeSpan Timeout { get; init; }
}
