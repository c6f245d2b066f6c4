namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>Why no connection came about; the reference's code is given behind each that it has.</summary>
public enum ConnectError
{
    /// <summary>No node knows the server (PEER_NOT_FOUND).</summary>
    PeerNotFound,

    /// <summary>Nodes know the server, but it did not answer by any of them (PEER_CONNECTION_FAILED).</summary>
    PeerConnectionFailed,

    /// <summary>The handshake could not be begun or finished (HANDSHAKE_INVALID).</summary>
    HandshakeInvalid,

    /// <summary>The server speaks another version of the handshake (SERVER_INCOMPATIBLE).</summary>
    ServerIncompatible,

    /// <summary>The server answered that it does not connect, or named no stream (SERVER_ERROR).</summary>
    ServerError,

    /// <summary>The server is behind a firewall and offers nobody to agree on a hole punch with (CANNOT_HOLEPUNCH).</summary>
    CannotHolepunch,

    /// <summary>This side gave the hole punch up, or it brought nothing (HOLEPUNCH_ABORTED).</summary>
    HolepunchAborted,

    /// <summary>An answer about the hole punch was not the peer's (HOLEPUNCH_INVALID).</summary>
    HolepunchInvalid,

    /// <summary>An answer about the hole punch had no such form (BAD_HOLEPUNCH_REPLY).</summary>
    BadHolepunchReply,

    /// <summary>A message about the hole punch was not answered (REQUEST_TIMEOUT).</summary>
    HolepunchNotAnswered,

    /// <summary>What a NAT does was not found out in time (HOLEPUNCH_PROBE_TIMEOUT).</summary>
    HolepunchProbeTimeout,

    /// <summary>Both NATs choose a new port for every destination (HOLEPUNCH_DOUBLE_RANDOMIZED_NATS).</summary>
    HolepunchDoubleRandomizedNats,

    /// <summary>The peer gave the hole punch up (REMOTE_ABORTED).</summary>
    RemoteAborted,

    /// <summary>The peer answered, but does not punch (REMOTE_NOT_HOLEPUNCHING).</summary>
    RemoteNotHolepunching,

    /// <summary>The peer told no address that could be punched to (REMOTE_NOT_HOLEPUNCHABLE).</summary>
    RemoteNotHolepunchable,

    /// <summary>The relay could not be reached, or did not join the two ends in time (RELAY_ABORTED).</summary>
    RelayAborted,

    /// <summary>The node was suspended (SUSPENDED).</summary>
    Suspended,

    /// <summary>The node ended (NODE_DESTROYED).</summary>
    NodeEnded,

    /// <summary>A limit of this node does not allow another attempt.</summary>
    RefusedByLimit,

    /// <summary>It took longer than an attempt may take in all.</summary>
    TimedOut,
}
