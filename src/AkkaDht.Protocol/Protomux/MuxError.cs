namespace AkkaDht.Protocol.Protomux;

/// <summary>Why a muxer has ended the whole stream (07-protomux-rpc.md A3 and A5); the names in brackets are the reference's.</summary>
public enum MuxError
{
    /// <summary>A frame, a handshake or a message ends before it says what it should ("Out of bounds"); owners report what they cannot decode with it.</summary>
    Malformed,

    /// <summary>The peer opened the control channel, whose number 0 can only be rejected with a frame that nobody can write.</summary>
    ControlChannelOpened,

    /// <summary>The peer opened a channel with a number in use, or one too far ahead ("Invalid open message").</summary>
    InvalidOpen,

    /// <summary>The peer rejected what was not waiting for it ("Invalid reject message").</summary>
    InvalidReject,

    /// <summary>Batches within batches, deeper than <see cref="MuxSettings.MaxBatchDepth"/>.</summary>
    BatchTooDeep,

    /// <summary>More came for unanswered channels than <see cref="MuxSettings"/> allow to be kept.</summary>
    TooMuchKept,

    /// <summary>An answer to one of our opens had a handshake longer than <see cref="MuxSettings.MaxHandshakeBytes"/>.</summary>
    HandshakeTooLong,

    /// <summary>An answer to one of our opens had a number above <see cref="MuxSettings.MaxChannels"/>.</summary>
    TooManyChannels,

    /// <summary>The peer made more answers necessary than <see cref="MuxSettings.MaxUnsentBytes"/> allow, and takes none.</summary>
    TooMuchUnsent,
}
