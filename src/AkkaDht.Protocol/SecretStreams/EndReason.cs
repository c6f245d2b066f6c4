using AkkaDht.Protocol.Noise;

namespace AkkaDht.Protocol.SecretStreams;

/// <summary>How a connection ended; kinds from <see cref="NotReached"/> on are given by whoever drives it.</summary>
public enum EndKind
{
    /// <summary>Both sides had said all, and both know it.</summary>
    Clean,

    /// <summary>The peer gave it up.</summary>
    ResetByPeer,

    /// <summary>The peer has not acknowledged anything for too long.</summary>
    TimedOut,

    /// <summary>This side gave it up.</summary>
    Aborted,

    /// <summary>The peers did not agree on keys; <see cref="EndReason.Handshake"/> says why.</summary>
    HandshakeFailed,

    /// <summary>The peer sent what no peer sends; <see cref="EndReason.Violation"/> says what.</summary>
    ProtocolViolation,

    /// <summary>Nothing has arrived for longer than this side waits.</summary>
    Silent,

    /// <summary>No way to the peer was found.</summary>
    NotReached,

    /// <summary>It was not opened in time, or closed before it was open.</summary>
    NotOpened,

    /// <summary>A limit of the node does not allow it.</summary>
    RefusedByLimit,

    /// <summary>The stream id that was asked for is another stream's.</summary>
    IdTaken,

    /// <summary>The peer did not end in time after this side had.</summary>
    NotClosed,

    /// <summary>Its owner stopped.</summary>
    OwnerGone,

    /// <summary>There is another connection to the same peer, and a pool has at most one.</summary>
    Duplicate,

    /// <summary>The node was suspended.</summary>
    NodeSuspended,

    /// <summary>The node ended.</summary>
    NodeEnded,

    /// <summary>A mistake of our own.</summary>
    Failed,
}

/// <summary>Why a connection is over.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Handshake">With <see cref="EndKind.HandshakeFailed"/>: what was wrong with the peer's message.</param>
/// <param name="Violation">With <see cref="EndKind.ProtocolViolation"/>: what the peer sent.</param>
public readonly record struct EndReason(EndKind Kind, NoiseError Handshake = NoiseError.None, SecretStreamError? Violation = null)
{
    /// <summary>Whether both sides wanted the end.</summary>
    public bool IsClean => Kind == EndKind.Clean;

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        EndKind.HandshakeFailed => $"{Kind} ({Handshake})",
        EndKind.ProtocolViolation => $"{Kind} ({Violation})",
        _ => Kind.ToString(),
    };
}
