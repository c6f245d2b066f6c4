namespace AkkaDht.Protocol.Udx;

/// <summary>
/// Passes the packets of a stream between two ends that cannot reach each other (05-udx.md A10): each end takes the relay for the
/// other. Only the id in the head changes; nothing is acknowledged, ordered or repeated here.
/// </summary>
/// <param name="first">The relay's own id towards one end, and where that end is.</param>
/// <param name="second">The same for the other end.</param>
public sealed class StreamRelay(RelayLeg first, RelayLeg second)
{
    /// <summary>Whether one end has destroyed the stream: nothing passes any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>
    /// Writes what becomes of <paramref name="packet"/> into <paramref name="buffer"/>, which has at least its length; false when it
    /// is for neither leg or the stream is closed.
    /// </summary>
    public bool TryForward(ReadOnlySpan<byte> packet, Span<byte> buffer, out StreamTransmit transmit)
    {
        transmit = default;
        if (IsClosed || !PacketHeader.TryRead(packet, out var header)) return false;
        if (header.Id != first.LocalId && header.Id != second.LocalId) return false;

        var onward = (header.Id == first.LocalId ? second : first).Path;
        packet.CopyTo(buffer);
        PacketHeader.WriteId(buffer, onward.RemoteId);
        transmit = new StreamTransmit(onward.Socket, onward.Remote, packet.Length);
        IsClosed = (header.Type & PacketType.Destroy) != 0;
        return true;
    }
}

/// <summary>One side of a relay.</summary>
/// <param name="LocalId">The id that packets from that end carry.</param>
/// <param name="Path">Where that end is.</param>
public readonly record struct RelayLeg(StreamId LocalId, StreamPath Path);
