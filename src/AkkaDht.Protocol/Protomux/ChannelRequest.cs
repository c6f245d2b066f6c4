namespace AkkaDht.Protocol.Protomux;

/// <summary>
/// A peer's open that no channel of ours was waiting for. Its owner answers with <see cref="Mux.TryOpen"/> of the same name and id,
/// or with <see cref="Mux.Reject"/>; until then what comes for it is kept.
/// </summary>
public sealed class ChannelRequest
{
    internal ChannelRequest(ulong remoteId, string protocol, byte[] id, byte[] handshake, Meeting meeting) =>
        (RemoteId, Protocol, Id, Handshake, Meeting) = (remoteId, protocol, id, handshake, meeting);

    /// <summary>The name of the protocol, as the peer calls it.</summary>
    public string Protocol { get; }

    /// <summary>The id; empty for none.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>What the peer said in its open, still encoded.</summary>
    public ReadOnlyMemory<byte> Handshake { get; }

    /// <summary>Whether it still waits for an answer: the peer may have thought better of it.</summary>
    public bool IsPending { get; internal set; } = true;

    internal ulong RemoteId { get; }

    internal Meeting Meeting { get; set; }

    internal KeptMessages? Kept { get; set; }
}
