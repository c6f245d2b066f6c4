using AkkaDht.Protocol.Udx.Congestion;

namespace AkkaDht.Protocol.Udx;

// What leaves: which packet is next, and how it is cut and written (05-udx.md B2, B7, A11).
public sealed partial class UdxStream
{
    /// <summary>The first packet is cut before it is known where it goes: its room is that of IPv6. Reference: libudx, the header overhead of an unconnected stream.</summary>
    private const int FirstPayload = MtuSearch.BaseMtu - 40 - 8 - PacketHeader.Length;

    private readonly SendBuffer _sendBuffer = new();
    private readonly MessageQueue _messages = new();
    private MtuSearch _mtu = new(MtuSearch.BaseMtu);
    private Pacer _pacer = new();
    private long _cut;
    private int _room = FirstPayload;
    private bool _wantsEnd;
    private bool _hasSentEnd;
    private bool _isOwnEndAcked;
    private bool _wasFull;
    private bool _owesHeartbeat;
    private bool _owesDestroy;
    private bool _owesTailProbe;

    private StreamPath _oldPath;
    private uint _oldPathEndsAt;
    private bool _isChangingRemote;

    /// <summary>Bytes written so far.</summary>
    public long WrittenBytes => _sendBuffer.End;

    /// <summary>How many of those the other end has acknowledged; of no meaning after an end that is not clean.</summary>
    public long AcknowledgedBytes => _sendBuffer.Start;

    /// <summary>Bytes written that are not acknowledged yet.</summary>
    public long QueuedBytes => _sendBuffer.Count;

    /// <summary>Whether everything written, the end included, has been acknowledged.</summary>
    public bool IsFlushed => _sent.IsEmpty && !HasUnsent;

    /// <summary>How many bytes may be queued before a writer should wait for <see cref="StreamEvent.Writable"/>.</summary>
    public long WriteLimitBytes => _settings.WriteAheadBytes + Math.Min((long)_bbr.Window * _mtu.MaxPayload, _remoteWindowBytes);

    /// <summary>
    /// Whether a writer may go on. Writing more is possible, and the writer's own responsibility. What has arrived behind a gap counts
    /// only for half, so that one lost packet does not stop a writer for a round trip, and memory stays bounded.
    /// </summary>
    public bool IsWritable => QueuedBytes - (_sackedBytes / 2) < WriteLimitBytes;

    private bool HasUnsentBytes => _cut < _sendBuffer.End;

    private bool HasUnsent => HasUnsentBytes || (_wantsEnd && !_hasSentEnd);

    /// <summary>Room for <paramref name="length"/> bytes of the stream in one piece; they become part of it with <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        Invariant.That(IsConnected && !IsClosed, "only a connected stream is written to");
        Invariant.That(!_wantsEnd, "nothing is written after the end");
        return _sendBuffer.Reserve(length);
    }

    /// <summary>The first <paramref name="length"/> bytes of what was reserved last have been written.</summary>
    public void Commit(Instant now, int length)
    {
        if (IsClosed) return;

        _sendBuffer.Commit(length);
        HandleWritten(now);
    }

    /// <summary>Writes a copy of <paramref name="bytes"/>.</summary>
    public void Write(Instant now, ReadOnlySpan<byte> bytes)
    {
        if (IsClosed || bytes.IsEmpty) return;

        bytes.CopyTo(Reserve(bytes.Length));
        Commit(now, bytes.Length);
    }

    /// <summary>Nothing more will be written; what was written still arrives, and reading goes on.</summary>
    public void WriteEnd(Instant now)
    {
        if (IsClosed || _wantsEnd) return;

        Invariant.That(IsConnected, "only a connected stream is written to");
        _wantsEnd = true;
        HandleWritten(now);
    }

    /// <summary>
    /// Sends a message that may be lost, come twice or out of order, and is not split. False when the stream is not connected, the
    /// message is longer than a packet, or too many wait to be taken.
    /// </summary>
    public bool TrySendMessage(ReadOnlySpan<byte> message)
    {
        if (!IsConnected || IsClosed || message.Length > MaxPacketLength - PacketHeader.Length) return false;

        return _messages.TryAdd(message, _settings.MaxQueuedMessages);
    }

    /// <summary>Writes the next packet that is to be sent into <paramref name="buffer"/>, at least <see cref="MaxPacketLength"/> bytes; false when there is none now.</summary>
    public bool TryTakeTransmit(Instant now, Span<byte> buffer, out StreamTransmit transmit)
    {
        transmit = default;
        if (!IsConnected) return false;

        var length = _owesDestroy ? WriteDestroy(buffer) : IsClosed ? 0 : WriteNext(now, buffer, ref transmit);
        if (length == 0) return false;

        if (transmit.Length == 0) transmit = new StreamTransmit(_path.Socket, _path.Remote, length);
        return true;
    }

    private int WriteNext(Instant now, Span<byte> buffer, ref StreamTransmit transmit)
    {
        if (_acksOwed > 0) return WriteAck(buffer);
        if (_owesHeartbeat) return WriteHeartbeat(buffer);
        if (!_messages.IsEmpty) return WriteMessage(buffer);
        if (_sent.IsEmpty && !HasUnsent) return 0;

        var length = WriteNumbered(now, buffer, ref transmit);
        Schedule(now);
        return length;
    }

    private int WriteNumbered(Instant now, Span<byte> buffer, ref StreamTransmit transmit)
    {
        if (_owesTailProbe)
        {
            _owesTailProbe = false;
            var length = HasUnsent ? WriteNew(now, buffer, isTailProbe: true) : TryFindNewest(out var newest) ? WriteAgain(now, newest, buffer, ref transmit) : 0;
            _tailProbeEnd = _sent.Next;
            if (length > 0) return length;
        }

        if (_sent.InFlight >= _bbr.Window) return 0;

        if (TryFindLost(out var lost)) return IsPaced(now) ? WriteAgain(now, lost, buffer, ref transmit) : 0;

        if (!HasUnsent)
        {
            if (_recovery == RecoveryState.Open) _meter.LimitedByApplication(_sent.InFlight);
            return 0;
        }

        return _sent.InFlight < RemoteWindowPackets && IsPaced(now) ? WriteNew(now, buffer, isTailProbe: false) : 0;
    }

    private bool IsPaced(Instant now)
    {
        if (_bbr.IsShortPath || _pacer.MaySend(now, _bbr.PacketsPerTick * _mtu.MaxPayload)) return true;

        _paceAt = _pacer.NextAt;
        return false;
    }

    private int WriteNew(Instant now, Span<byte> buffer, bool isTailProbe)
    {
        if (_sent.IsEmpty) _bbr.HandleRestart(now, _meter.IsApplicationLimited);

        var length = (int)Math.Min(_room, _sendBuffer.End - _cut);
        var isLast = _wantsEnd && _cut + length == _sendBuffer.End;
        var type = (length > 0 ? PacketType.Data : 0) | (isLast ? PacketType.End : 0);
        var mark = _meter.Sending(now, _sent.InFlight == 0);
        ref var packet = ref _sent.Append(out var number);
        packet.Position = _cut;
        packet.Length = (ushort)length;
        packet.Type = type;
        packet.SentAt = now;
        packet.Mark = mark;

        var padding = 0;
        if (length > 0 && !isTailProbe && !_isChangingRemote) _mtu.TryProbe(number, PacketHeader.Length + length, out padding);

        _cut += length;
        _hasSentEnd |= isLast;

        // The next packet is begun as soon as this one is done: what the path is found to carry in between counts for the one after it.
        _room = _mtu.MaxPayload;
        if (!isTailProbe) ArmTailProbe(now);
        ArmTimeout(now);
        return WritePacket(packet, number, padding, buffer);
    }

    private int WriteAgain(Instant now, uint number, Span<byte> buffer, ref StreamTransmit transmit)
    {
        var mark = _meter.Sending(now, _sent.InFlight == 0);
        ref var packet = ref _sent[number];
        if (packet.State == PacketState.Lost) _lostCount--;
        _sent.Resend(number);
        packet.SentAt = now;
        packet.Mark = mark;
        _counters.Retransmits++;
        ArmTimeout(now);

        var length = WritePacket(packet, number, padding: 0, buffer);
        if (_isChangingRemote && Sequence.IsBefore(number, _oldPathEndsAt))
        {
            PacketHeader.WriteId(buffer, _oldPath.RemoteId);
            transmit = new StreamTransmit(_path.Socket, _oldPath.Remote, length);
        }

        return length;
    }

    private int WritePacket(in SentPacket packet, uint number, int padding, Span<byte> buffer)
    {
        WriteHeader(packet.Type, number, buffer, (byte)padding);
        var payload = buffer.Slice(PacketHeader.Length + padding, packet.Length);
        buffer.Slice(PacketHeader.Length, padding).Clear();
        _sendBuffer.CopyTo(packet.Position, payload);
        var length = PacketHeader.Length + packet.Length;
        Count(length);
        _pacer.Sent(length);
        return length + padding;
    }

    private int WriteAck(Span<byte> buffer)
    {
        _acksOwed--;
        var ranges = SelectiveAck.Write(_earlyRanges, buffer[PacketHeader.Length..]);
        var length = WriteState(ranges > 0 ? PacketType.Sack : PacketType.State, buffer) + ranges;
        Count(length);
        ReportRemoteEnd();
        return length;
    }

    private int WriteHeartbeat(Span<byte> buffer)
    {
        _owesHeartbeat = false;
        return Count(WriteState(PacketType.Heartbeat, buffer));
    }

    private int WriteDestroy(Span<byte> buffer)
    {
        _owesDestroy = false;
        return Count(WriteState(PacketType.Destroy, buffer));
    }

    private int WriteMessage(Span<byte> buffer) => WriteState(PacketType.Message, buffer) + _messages.Take(buffer[PacketHeader.Length..]);

    private int WriteState(PacketType type, Span<byte> buffer) => WriteHeader(type, _sent.Next, buffer, dataOffset: 0);

    private int WriteHeader(PacketType type, uint number, Span<byte> buffer, byte dataOffset)
    {
        _advertisedBytes = ReceiveWindow;
        new PacketHeader(type, dataOffset, _path.RemoteId, _advertisedBytes, number, _expected).Write(buffer);
        return PacketHeader.Length;
    }

    private int Count(int length)
    {
        _counters.PacketsSent++;
        _counters.BytesSent += length;
        return length;
    }

    private void HandleWritten(Instant now)
    {
        ProbeClosedWindow(now);
        Schedule(now);
    }

    // Not only a writer fills the buffer: the limit falls with the windows, below what has been written already.
    private void NoteRoom()
    {
        var wasFull = _wasFull;
        _wasFull = !IsWritable;
        if (wasFull && !_wasFull && !IsClosed) Raise(StreamEvent.Writable);
    }

    private void EndChangeOfRemoteIfAcked()
    {
        if (!_isChangingRemote || Sequence.IsBefore(_sent.First, _oldPathEndsAt)) return;

        _isChangingRemote = false;
        Raise(StreamEvent.RemoteChanged);
    }
}
