namespace AkkaDht.Protocol.Protomux;

/// <summary>What a muxer has counted, and what it holds.</summary>
public readonly record struct MuxStats
{
    /// <summary>Frames that arrived, empty ones included.</summary>
    public required long FramesReceived { get; init; }

    /// <summary>Messages for channels or of types that there are not; normal after a close.</summary>
    public required long MessagesIgnored { get; init; }

    /// <summary>Opens of the peer that were rejected because of a bound.</summary>
    public required long OpensRefused { get; init; }

    /// <summary>Channels of ours that are open or waiting, closed ones without an answer included.</summary>
    public required int Channels { get; init; }

    /// <summary>Opens of the peer that wait for an answer.</summary>
    public required int Requests { get; init; }

    /// <summary>Messages kept for channels that are not answered yet.</summary>
    public required int KeptMessages { get; init; }

    /// <summary>What these count for in bytes.</summary>
    public required long KeptBytes { get; init; }

    /// <summary>Bytes written that the carrier has not taken.</summary>
    public required int UnsentBytes { get; init; }
}
