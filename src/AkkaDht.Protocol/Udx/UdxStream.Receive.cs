namespace AkkaDht.Protocol.Udx;

// What arrives: order, duplicates, the end, and the window that says how much more may come (05-udx.md A7, B8).
public sealed partial class UdxStream
{
    // A peer that follows the rules may send this much beyond a window: what it sends before it hears of one, a whole packet into its last byte, another to probe the tail.
    private const int WindowSlack = (Congestion.Bbr.InitialWindow + 2) * MaxPacketLength;

    // The reference holds packets in flight against the window, not those that wait behind a gap, nor does it know that the window may
    // shrink. What it gets no answer to it gives up on: so more is taken than is asked for, and a hostile peer takes up so much.
    private const int HeldWindows = 3;

    private readonly ReorderBuffer _early;
    private readonly SequenceRanges _earlyRanges = new();
    private uint _expected;
    private uint _nextRead;
    private uint _remoteEnd;
    private bool _hasRemoteEnd;
    private bool _hasReportedRemoteEnd;
    private int _acksOwed;

    private ReadOnlyMemory<byte> _direct;
    private bool _hasDirect;
    private ReorderBuffer.Early _handedOut;
    private ReadOnlyMemory<byte> _message;
    private bool _hasMessage;

    private int _windowBytes;
    private uint _advertisedBytes;
    private long _unreadBytes;

    private bool IsRemoteEndReached => _hasRemoteEnd && Sequence.IsAfter(_expected, _remoteEnd);

    private long MaxHeldBytes => ((long)HeldWindows * _windowBytes) + WindowSlack;

    private uint ReceiveWindow => (uint)Math.Max(0, _windowBytes - _unreadBytes);

    /// <summary>
    /// A packet has arrived for this end. Its memory must stay as it is until everything that can be read has been read.
    /// </summary>
    public void HandlePacket(Instant now, SocketRole socket, PeerAddress from, ReadOnlyMemory<byte> packet)
    {
        if (IsClosed) return;

        Invariant.That(!_hasDirect && _nextRead == _expected, "what one packet brought is read before the next");
        GiveBackHandedOut();
        _hasMessage = false;
        _counters.PacketsReceived++;
        _counters.BytesReceived += packet.Length;
        if (!PacketHeader.TryRead(packet.Span, out var header) || header.Id != LocalId) Drop();
        else if (!IsAdmitted(now, socket, from)) _counters.Denied++;
        else if (!IsClosed) Take(now, header, packet[PacketHeader.Length..]);
    }

    /// <summary>
    /// Takes the next bytes in order, those of one packet, perhaps none; false when there are no more. They stay as they are until the
    /// next call of this method or the next input.
    /// </summary>
    public bool TryRead(out ReadOnlyMemory<byte> bytes)
    {
        GiveBackHandedOut();
        if (_hasDirect)
        {
            _hasDirect = false;
            bytes = _direct;
            return true;
        }

        while (_nextRead != _expected && _early.TryTake(_nextRead, out _handedOut))
        {
            _nextRead++;
            if ((_handedOut.Type & PacketType.Data) != 0)
            {
                bytes = _handedOut.Payload;
                return true;
            }

            GiveBackHandedOut();
        }

        bytes = default;
        return false;
    }

    /// <summary>Takes the unordered message that the packet brought, which stays as it is until the next input.</summary>
    public bool TryTakeMessage(out ReadOnlyMemory<byte> message)
    {
        message = _message;
        var had = _hasMessage;
        _hasMessage = false;
        return had;
    }

    /// <summary>How many bytes that were taken here the reader has not dealt with yet: the other end may send so much less.</summary>
    public void SetUnread(Instant now, long bytes)
    {
        _unreadBytes = bytes;
        if (!IsConnected || IsClosed || _hasRemoteEnd) return;

        // One that has stopped, or soon would, learns that it may go on; others learn it by the way.
        var window = ReceiveWindow;
        if (_advertisedBytes < _windowBytes / 2 && window >= _advertisedBytes + (_windowBytes / 4)) _acksOwed = Math.Max(_acksOwed, 1);
    }

    private bool IsAdmitted(Instant now, SocketRole socket, PeerAddress from) =>
        (IsConnected && socket == _path.Socket) || (_firewall is not null && from.Port != 0 && _firewall.Admits(this, now, socket, from));

    private void Take(Instant now, in PacketHeader header, ReadOnlyMemory<byte> rest)
    {
        if ((header.Type & PacketType.Heartbeat) != 0)
        {
            _acksOwed++;
            return;
        }

        if (header.DataOffset > rest.Length)
        {
            Drop();
            return;
        }

        var payload = rest[header.DataOffset..];
        if (!Sequence.IsBefore(header.Number, _expected) && !TakeNumbered(header, payload)) return;

        if ((header.Type & PacketType.Message) != 0)
        {
            _message = payload;
            _hasMessage = true;
        }

        if (Sequence.IsAfter(header.Ack, _sent.Next)) return;

        var hasRanges = (header.Type & PacketType.Sack) != 0;
        var ranges = header.DataOffset > 0 && header.DataOffset < rest.Length ? rest[..header.DataOffset] : rest;
        TakeAck(now, header, hasRanges ? ranges.Span : default);
        if ((header.Type & (PacketType.Data | PacketType.End)) != 0 && !IsClosed) _acksOwed++;
    }

    // False when there is nothing more to do with the packet.
    private bool TakeNumbered(in PacketHeader header, ReadOnlyMemory<byte> payload)
    {
        if ((header.Type & (PacketType.Data | PacketType.End)) != 0 && !Keep(header, payload))
        {
            Drop();
            return false;
        }

        if ((header.Type & PacketType.Destroy) == 0) return true;

        Close(StreamEnd.Reset);
        return false;
    }

    // False when the packet is beyond a bound and must come again.
    private bool Keep(in PacketHeader header, ReadOnlyMemory<byte> payload)
    {
        // Beyond the end there is nothing: acknowledged as it stands, read by nobody.
        if (_hasRemoteEnd && Sequence.IsAfter(header.Number, _remoteEnd)) return true;

        var distance = Sequence.Distance(header.Number, _expected);
        if (_early.Contains(header.Number, distance)) return true;
        if (_unreadBytes + _early.Bytes + payload.Length > MaxHeldBytes) return false;
        if (distance > 0 && !_early.TryKeep(header.Number, distance, header.Type, payload.Span)) return false;

        if ((header.Type & PacketType.End) != 0) LearnRemoteEnd(header.Number);
        if (distance > 0) _earlyRanges.Add(new SequenceRange(header.Number, header.Number + 1));
        else Advance(header.Type, payload);
        return true;
    }

    private void Advance(PacketType type, ReadOnlyMemory<byte> payload)
    {
        _hasDirect = (type & PacketType.Data) != 0;
        _direct = payload;
        _nextRead = ++_expected;
        if (_earlyRanges.Count == 0) return;

        if (_earlyRanges[0].Start == _expected) _expected = _earlyRanges[0].End;
        _earlyRanges.RemoveBefore(_expected);
        StopAtRemoteEnd();
    }

    private void LearnRemoteEnd(uint number)
    {
        if (_hasRemoteEnd) return;

        _hasRemoteEnd = true;
        _remoteEnd = number;
    }

    // Somebody who sends beyond an end before he says so has sent for nothing.
    private void StopAtRemoteEnd()
    {
        if (!IsRemoteEndReached) return;

        _expected = _remoteEnd + 1;
        _earlyRanges.Clear();
    }

    private void ReportRemoteEnd()
    {
        if (!IsRemoteEndReached || _hasReportedRemoteEnd) return;

        _hasReportedRemoteEnd = true;
        Raise(StreamEvent.RemoteEnded);
        CloseIfBothEnded();
    }

    private void GiveBackHandedOut()
    {
        ReorderBuffer.Return(_handedOut);
        _handedOut = default;
    }

    private void Drop() => _counters.Dropped++;
}
