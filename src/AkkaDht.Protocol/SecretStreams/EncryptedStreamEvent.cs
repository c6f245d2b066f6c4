namespace AkkaDht.Protocol.SecretStreams;

/// <summary>What happened to an <see cref="EncryptedStream"/>, apart from messages that arrived; each is taken once.</summary>
public enum EncryptedStreamEvent
{
    /// <summary>Keys are agreed and the carrier is connected: messages may be written.</summary>
    Opened,

    /// <summary>There is room for writing again.</summary>
    Writable,

    /// <summary>Everything written has been acknowledged.</summary>
    Flushed,

    /// <summary>Everything sent before a change of remote has been acknowledged.</summary>
    RemoteChanged,

    /// <summary>The peer will send no more; all that it sent has been taken.</summary>
    RemoteEnded,

    /// <summary>It is over; <see cref="EncryptedStream.End"/> says how. Always the last.</summary>
    Closed,
}
