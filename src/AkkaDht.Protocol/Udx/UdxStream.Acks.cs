using AkkaDht.Protocol.Udx.Congestion;

namespace AkkaDht.Protocol.Udx;

// What the other end says has arrived, and what follows for loss and congestion (05-udx.md A7, B3 to B6).
public sealed partial class UdxStream
{
    private readonly SentPackets _sent;
    private readonly SequenceRanges _sacked = new();
    private RttEstimator _rtt = new();
    private DeliveryMeter _meter;
    private Bbr _bbr = new();
    private int _sackedCount;
    private long _sackedBytes;

    private uint _remoteWindowBytes;
    private uint _windowNumber;
    private uint _windowAck;

    private int RemoteWindowPackets => _remoteWindowBytes == 0 ? 0 : Math.Max(1, (int)(_remoteWindowBytes / (uint)_mtu.MaxPayload));

    private void TakeAck(Instant now, in PacketHeader header, ReadOnlySpan<byte> ranges)
    {
        TakeWindow(now, header);
        var deliveredBefore = _meter.Delivered;
        var isProgress = Sequence.IsAfter(header.Ack, _sent.First);
        if (isProgress) TakeCumulative(now, header.Ack);
        TakeRanges(now, ranges);

        var isDelivery = _meter.Delivered != deliveredBefore;
        if (isProgress || isDelivery)
        {
            var lost = isDelivery ? DetectLoss(now) : 0;
            EndRecoveryIfAcked();
            _bbr.HandleAck(now, _meter.TakeSample(lost, _rtt.Min), _meter.Delivered, _sent.InFlight);
            if (_bbr.IsProbingRtt) _meter.LimitedByApplication(_sent.InFlight);
            if (isProgress) HandleProgress(now);
        }

        Schedule(now);
    }

    private void TakeWindow(Instant now, in PacketHeader header)
    {
        if (Sequence.IsBefore(header.Ack, _sent.First)) return;

        var isNewer = Sequence.IsAfter(header.Number, _windowNumber)
            || (header.Number == _windowNumber && !Sequence.IsBefore(header.Ack, _windowAck));
        if (!isNewer) return;

        _windowNumber = header.Number;
        _windowAck = header.Ack;
        _remoteWindowBytes = header.WindowBytes;
        if (_remoteWindowBytes > 0) _windowProbeAt = Instant.Never;
        else ProbeClosedWindow(now);
    }

    private void TakeCumulative(Instant now, uint ack)
    {
        _mtu.Begin();
        var position = 0L;
        while (_sent.First != ack)
        {
            var number = _sent.First;
            ref var packet = ref _sent[number];
            position = packet.Position + packet.Length;
            if (packet.State == PacketState.Sacked)
            {
                _sackedCount--;
                _sackedBytes -= packet.Length;
            }
            else
            {
                Arrived(now, number, ref packet);
            }

            _sent.RemoveFirst();
        }

        _sendBuffer.Release(position);
        _sacked.RemoveBefore(ack);
        if (Sequence.IsBefore(_mayBeLostFrom, ack)) _mayBeLostFrom = ack;
        _timeouts = 0;
        EndChangeOfRemoteIfAcked();
    }

    // A packet has room for so many ranges; with all of them used it says nothing about what lies above the last. After a flood
    // nearly all of that is lost: to learn it fifty gaps at a time would take many round trips.
    private void TakeRanges(Instant now, ReadOnlySpan<byte> bytes)
    {
        var count = SelectiveAck.Count(bytes);
        for (var i = 0; i < count; i++) TakeRange(now, SelectiveAck.Read(bytes, i));

        _isFlooded |= _bbr.IsConserving;
        _hasHorizon = count >= SelectiveAck.MaxRanges && !_isFlooded;
        if (_hasHorizon) _horizon = SelectiveAck.Read(bytes, count - 1).End;
    }

    private void TakeRange(Instant now, SequenceRange range)
    {
        var isPlausible = Sequence.IsBefore(range.Start, range.End)
            && !Sequence.IsBefore(range.Start, _sent.First)
            && Sequence.IsBefore(range.Start, _sent.Next)
            && !Sequence.IsAfter(range.End, _sent.Next);
        if (!isPlausible) return;

        var rest = range;
        while (_sacked.TryFindMissing(rest, out var missing))
        {
            for (var number = missing.Start; number != missing.End; number++)
            {
                Arrived(now, number, ref _sent[number]);
                _sent.Leave(number, PacketState.Sacked);
                _sackedCount++;
                _sackedBytes += _sent[number].Length;
            }

            rest = rest with { Start = missing.End };
        }

        _sacked.Add(range);
    }

    private void Arrived(Instant now, uint number, ref SentPacket packet)
    {
        if (packet.State == PacketState.Lost) _lostCount--;
        if (_mtu.IsProbe(number))
        {
            if (packet.WasRetransmitted) _mtu.Fail();
            else _mtu.Succeed();
        }

        var roundTrip = now - packet.SentAt;
        if (!packet.WasRetransmitted)
        {
            _rtt.Add(now, roundTrip);
            _isTailProbePermitted = true;
        }

        NoteArrival(number + 1, packet, roundTrip);
        _meter.Acked(now, packet);
    }

    private void HandleProgress(Instant now)
    {
        if (!_sent.IsEmpty)
        {
            RestartTimeout(now);
            ArmTailProbe(now);
            return;
        }

        StopTimeout();
        ArmKeepAlive(now);
        if (HasUnsent) ProbeClosedWindow(now);
        else Raise(StreamEvent.Flushed);
        if (!_hasSentEnd || _isOwnEndAcked) return;

        _isOwnEndAcked = true;
        if (_hasReportedRemoteEnd) CloseIfBothEnded();

        // One more acknowledgement, so that the other end is sure to have ours of its own end.
        else _acksOwed = Math.Max(_acksOwed, 1);
    }
}
