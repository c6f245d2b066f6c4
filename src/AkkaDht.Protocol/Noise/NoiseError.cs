namespace AkkaDht.Protocol.Noise;

/// <summary>Why a handshake message was refused; all but <see cref="OutOfTurn"/> end the handshake.</summary>
public enum NoiseError
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>A message came while it was ours to send, or after the last one; nothing has changed.</summary>
    OutOfTurn,

    /// <summary>The message is shorter than its fields.</summary>
    Truncated,

    /// <summary>The payload is longer than 65535 bytes or than the room given for it.</summary>
    TooLong,

    /// <summary>A key of the peer is no usable point of the curve.</summary>
    BadPoint,

    /// <summary>A field is not what the peer encrypted.</summary>
    BadTag,

    /// <summary>The handshake had failed or been cleared before.</summary>
    Ended,
}
