using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.SecretStreams;

// What leaves, and the datagrams beside the stream.
public sealed partial class EncryptedStream
{
    /// <summary>Unordered messages kept for the reader; further ones are lost, as any of them may be.</summary>
    private const int MaxQueuedDatagrams = 64;

    private Queue<byte[]>? _datagrams;

    /// <summary>Writes one message, which the peer receives as one; only while <see cref="IsOpen"/>, and better only while <see cref="IsWritable"/>.</summary>
    public void Write(Instant now, ReadOnlySpan<byte> message)
    {
        Invariant.That(IsOpen, "messages are written while a connection is open");
        var length = SecretStream.MeasureFrame(message.Length);
        _secret.WriteFrame(now, message, _carrier.Reserve(length)[..length]);
        _carrier.Commit(now, length);
        TakeCarrierEvents();
    }

    /// <summary>Sends a message that may be lost, doubled or overtaken; false when it cannot be sent now or is longer than a packet.</summary>
    public bool TrySendDatagram(Instant now, ReadOnlySpan<byte> message)
    {
        var length = SecretStream.MeasureDatagram(message.Length);
        if (!IsOpen || length > UdxStream.MaxPacketLength - PacketHeader.Length) return false;

        Span<byte> datagram = stackalloc byte[length];
        if (_secret.TrySealDatagram(message, datagram)) return _carrier.TrySendMessage(datagram);

        Settle(now);
        return false;
    }

    /// <summary>Sends a packet that carries nothing and that nobody reads: the peer sees from where it came. Reference: hyperdht <c>lib/relay-connection.js</c>, <c>confirmDirectUpgrade</c>.</summary>
    public void SendEmptyDatagram()
    {
        if (End is null) _carrier.TrySendMessage([]);
    }

    /// <summary>Takes an unordered message, in the order of arrival.</summary>
    public bool TryTakeDatagram(out ReadOnlyMemory<byte> message)
    {
        var isTaken = _datagrams?.TryDequeue(out var bytes) == true ? bytes : null;
        message = isTaken;
        return isTaken is not null;
    }

    /// <summary>Nothing more will be written; what was written still arrives, and reading goes on.</summary>
    public void WriteEnd(Instant now)
    {
        _wantsEnd = true;
        if (!_isOpen || _hasEnded || End is not null) return;

        _hasEnded = true;
        _secret.SetKeepAlive(now, TimeSpan.Zero);
        _carrier.WriteEnd(now);
        TakeCarrierEvents();
    }

    /// <summary>Writes the next packet into <paramref name="buffer"/>, at least <see cref="UdxStream.MaxPacketLength"/> bytes; false when there is none now.</summary>
    public bool TryTakeTransmit(Instant now, Span<byte> buffer, out StreamTransmit transmit)
    {
        var isTaken = _carrier.TryTakeTransmit(now, buffer, out transmit);

        // The end of the peer is reported with the acknowledgement that tells it so.
        if (End is null) TakeCarrierEvents();
        return isTaken;
    }

    // Handshake, header and keep-alive frames; after the end there is nothing to keep alive.
    private void SendControl(Instant now)
    {
        Span<byte> frame = stackalloc byte[SecretStream.MaxControlLength];
        while (_secret.TryTakeControl(frame, out var length))
            if (!_hasEnded) _carrier.Write(now, frame[..length]);
    }

    private void KeepDatagram(ReadOnlySpan<byte> datagram)
    {
        if (_datagrams?.Count >= MaxQueuedDatagrams) return;

        Span<byte> message = stackalloc byte[datagram.Length];
        if (_secret.TryOpenDatagram(datagram, message, out var length)) (_datagrams ??= new()).Enqueue(message[..length].ToArray());
    }
}
