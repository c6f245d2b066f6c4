namespace AkkaDht.Protocol.Protomux;

/// <summary>One channel of a <see cref="Mux"/>: messages may be sent from the start, and arrive as events once the peer has opened it too.</summary>
public sealed class MuxChannel
{
    private readonly Mux _mux;

    internal MuxChannel(Mux mux, uint localId, ChannelSpec spec, Meeting meeting) =>
        (_mux, LocalId, Spec, Meeting) = (mux, localId, spec, meeting);

    /// <summary>What was asked for.</summary>
    public ChannelSpec Spec { get; }

    /// <summary>The number by which this side calls it, from 1; another channel's once this one is closed on both sides.</summary>
    public uint LocalId { get; }

    /// <summary>Whether the peer has opened it too.</summary>
    public bool IsOpen => RemoteId > 0 && !IsClosed;

    /// <summary>Whether either side has closed it, or the stream has ended.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>Whatever its owner wants to find with it.</summary>
    public object? Tag { get; set; }

    internal ulong RemoteId { get; set; }

    internal Meeting Meeting { get; }

    // What had come before it was opened, until it has been taken.
    internal KeptMessages? Kept { get; set; }

    /// <summary>
    /// Sends a message; false when the channel is closed, when more would wait than <see cref="MuxSettings.MaxUnsentBytes"/>, or when no frame
    /// is so long. Better only while <see cref="Mux.IsWritable"/>.
    /// </summary>
    public bool TrySend(ulong type, ReadOnlySpan<byte> payload)
    {
        if (!TryReserve(type, payload.Length, out var room)) return false;

        payload.CopyTo(room);
        return true;
    }

    /// <summary>As <see cref="TrySend"/>, with a payload of <paramref name="length"/> bytes that the caller writes where it is sent from, before anything else.</summary>
    public bool TryReserve(ulong type, int length, out Span<byte> payload) => _mux.TryReserve(this, type, length, out payload);

    /// <summary>Closes it: nothing is sent or received on it any more, and its <see cref="MuxEventKind.Closed"/> follows.</summary>
    public void Close() => _mux.Close(this);
}
