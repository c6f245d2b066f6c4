namespace AkkaDht.Protocol.Protomux;

/// <summary>What may happen to a muxer.</summary>
public enum MuxEventKind
{
    /// <summary>The peer wants a channel; <see cref="MuxEvent.Request"/> says which.</summary>
    Requested,

    /// <summary>Both sides have opened the channel; <see cref="MuxEvent.Bytes"/> is the peer's handshake.</summary>
    Opened,

    /// <summary>A message of <see cref="MuxEvent.Type"/> has arrived; <see cref="MuxEvent.Bytes"/> is its payload.</summary>
    Received,

    /// <summary>The channel is closed, by the peer or with its stream if <see cref="MuxEvent.IsRemote"/>.</summary>
    Closed,

    /// <summary>The carrier has taken what had made writers wait.</summary>
    Drained,
}

/// <summary>One thing that has happened. Its bytes are those of the frame that is being read: they last until the next event is taken.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Channel">The channel; with requests and drains there is none.</param>
/// <param name="Type">Which of the channel's messages arrived.</param>
/// <param name="Bytes">A payload or a handshake.</param>
/// <param name="IsRemote">With a close: whether this side had not asked for it.</param>
/// <param name="Request">What the peer asks for.</param>
public readonly record struct MuxEvent(
    MuxEventKind Kind,
    MuxChannel? Channel = null,
    ulong Type = 0,
    ReadOnlyMemory<byte> Bytes = default,
    bool IsRemote = false,
    ChannelRequest? Request = null);
