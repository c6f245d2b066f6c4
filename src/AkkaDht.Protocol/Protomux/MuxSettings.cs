using AkkaDht.Protocol.SecretStreams;

namespace AkkaDht.Protocol.Protomux;

/// <summary>What one muxer may hold; the reference has only <see cref="PauseAtBytes"/> and <see cref="MaxBatchBytes"/>, and no other bound.</summary>
public sealed record MuxSettings
{
    /// <summary>The defaults.</summary>
    public static readonly MuxSettings Default = new();

    /// <summary>Kept bytes beyond which no further frame is wanted until a request is answered. The reference: MAX_BUFFERED.</summary>
    public int PauseAtBytes { get; init; } = 32768;

    /// <summary>Messages kept for one channel that is not answered yet; one more ends the stream.</summary>
    public int MaxKeptMessagesPerChannel { get; init; } = 16384;

    /// <summary>Bytes kept for one such channel, 512 beside the payload of each message as in the reference; more end the stream.</summary>
    public int MaxKeptBytesPerChannel { get; init; } = 16 * 1024 * 1024;

    /// <summary>Messages kept for all such channels; one more ends the stream.</summary>
    public int MaxKeptMessages { get; init; } = 32768;

    /// <summary>Bytes kept for all such channels, counted the same way; more end the stream.</summary>
    public int MaxKeptBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Channels open or waiting; a further one of ours is refused, a further one of the peer's rejected.</summary>
    public int MaxChannels { get; init; } = 16384;

    /// <summary>Opens of the peer that wait for an answer; a further one is rejected.</summary>
    public int MaxRequests { get; init; } = 1024;

    /// <summary>The longest name of a protocol that a peer may ask for, in bytes; an open with a longer one is rejected.</summary>
    public int MaxProtocolBytes { get; init; } = 1024;

    /// <summary>The longest id of a channel that a peer may ask for, in bytes; an open with a longer one is rejected.</summary>
    public int MaxIdBytes { get; init; } = 1024;

    /// <summary>The longest handshake of a peer, in bytes; a request with a longer one is rejected, and an answer to ours ends the stream.</summary>
    public int MaxHandshakeBytes { get; init; } = 64 * 1024;

    /// <summary>Batches within batches that are read; no writer makes any, and more end the stream.</summary>
    public int MaxBatchDepth { get; init; } = 4;

    /// <summary>The length at which a batch is closed before the next message is added, in bytes. The reference: MAX_BATCH.</summary>
    public int MaxBatchBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The longest frame that the carrier takes, in bytes; a longer message is not sent.</summary>
    public int MaxFrameBytes { get; init; } = SecretStream.MaxMessageLength;

    /// <summary>Bytes written and not taken by the carrier at which a writer should wait.</summary>
    public int HighWaterBytes { get; init; } = 64 * 1024;

    /// <summary>The most such bytes: a further message is not sent, and answers that the peer made necessary end the stream.</summary>
    public int MaxUnsentBytes { get; init; } = 32 * 1024 * 1024;
}
