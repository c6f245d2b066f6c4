namespace AkkaDht.Protocol.SecretStreams;

/// <summary>Why a secret stream has failed; its carrier is destroyed then (06-noise-secret-stream.md, B2, B5, C2).</summary>
public enum SecretStreamError
{
    /// <summary>The peers did not agree on keys; <see cref="SecretStream.HandshakeError"/> says why. Reference: "Noise handshake failed".</summary>
    HandshakeFailed,

    /// <summary>The first frame is not as long as a header. Reference: "Invalid header message received".</summary>
    InvalidHeaderMessage,

    /// <summary>The header names another stream, or our own end of this one. Reference: "Invalid header received".</summary>
    InvalidHeader,

    /// <summary>A frame is too short for a message. Reference: "Invalid message received".</summary>
    InvalidMessage,

    /// <summary>A frame is longer than <see cref="SecretStreamSettings.MaxFrameBytes"/>.</summary>
    FrameTooLong,

    /// <summary>A message was changed, repeated, left out or overtaken. Reference: "pull failed".</summary>
    DecryptionFailed,

    /// <summary>Nothing has arrived for <see cref="SecretStreamSettings.Timeout"/>. Reference: "Stream timed out".</summary>
    TimedOut,

    /// <summary>All 2^64 unordered messages have been sent. Reference: "udp send nonce exchausted".</summary>
    NonceExhausted,
}
