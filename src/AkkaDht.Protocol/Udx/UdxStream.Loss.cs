using AkkaDht.Protocol.Udx.Congestion;

namespace AkkaDht.Protocol.Udx;

// Which packets are lost, by what was sent after them and has arrived (RFC 8985 without DSACK; 05-udx.md B5).
public sealed partial class UdxStream
{
    private const int ReorderingThreshold = 3;

    private uint _recoveryEndsAt;
    private uint _mayBeLostFrom;
    private int _lostCount;
    private Instant _rackSentAt;
    private uint _rackEnd;
    private TimeSpan _rackRtt;
    private uint _highestAcked;
    private bool _hasSeenReordering;
    private uint _horizon;
    private bool _hasHorizon;
    private bool _isFlooded;
    private RecoveryState _recovery;

    // RFC 8985, 6.2: the packet sent last among those that have arrived, and whether they arrive in order.
    private void NoteArrival(uint end, in SentPacket packet, TimeSpan roundTrip)
    {
        if (Sequence.IsAfter(end, _highestAcked)) _highestAcked = end;
        else if (!packet.WasRetransmitted && Sequence.IsBefore(end, _highestAcked)) _hasSeenReordering = true;

        // Too fast for the second copy: this is the first one's acknowledgement.
        if (packet.WasRetransmitted && roundTrip < _rtt.Min) return;

        _rackRtt = roundTrip < RttEstimator.Shortest ? RttEstimator.Shortest : roundTrip;
        if (!IsSentAfter(packet.SentAt, end, _rackSentAt, _rackEnd)) return;

        _rackSentAt = packet.SentAt;
        _rackEnd = end;
    }

    private static bool IsSentAfter(Instant leftAt, uint leftEnd, Instant rightAt, uint rightEnd) =>
        leftAt > rightAt || (leftAt == rightAt && Sequence.IsAfter(leftEnd, rightEnd));

    /// <summary>Takes for lost what was sent well before something that has arrived; returns how many, lost probes of the path not counted.</summary>
    private int DetectLoss(Instant now)
    {
        _reorderAt = Instant.Never;
        var lost = 0;
        var isMore = _sent.TryGetOldestInFlight(out var next);
        while (isMore)
        {
            var number = next;
            isMore = _sent.TryGetNewer(ref next);
            ref var packet = ref _sent[number];
            if (!IsSentAfter(_rackSentAt, _rackEnd, packet.SentAt, number + 1)) break;
            if (_hasHorizon && !Sequence.IsBefore(number, _horizon)) continue;

            var lostAt = packet.SentAt + _rackRtt + ReorderingWindow();
            if (lostAt > now)
            {
                _reorderAt = lostAt;
                break;
            }

            if (MarkLost(number)) lost++;
        }

        if (lost > 0 && _recovery == RecoveryState.Open)
        {
            _counters.FastRecoveries++;
            EnterRecovery(RecoveryState.Recovery);
        }

        return lost;
    }

    private TimeSpan ReorderingWindow()
    {
        if (!_hasSeenReordering && (_recovery != RecoveryState.Open || _sackedCount >= ReorderingThreshold)) return TimeSpan.Zero;

        var window = _rtt.Min / 4;
        return window < _rtt.Smoothed ? window : _rtt.Smoothed;
    }

    // True when the loss says something about congestion, which that of a probe does not.
    private bool MarkLost(uint number)
    {
        _sent.Leave(number, PacketState.Lost);
        _lostCount++;
        if (Sequence.IsBefore(number, _mayBeLostFrom) || _lostCount == 1) _mayBeLostFrom = number;
        if (!_mtu.IsProbe(number)) return true;

        _mtu.Fail();
        return false;
    }

    private bool TryFindLost(out uint number)
    {
        number = 0;
        if (_lostCount == 0) return false;

        while (_sent[_mayBeLostFrom].State != PacketState.Lost) _mayBeLostFrom++;
        number = _mayBeLostFrom;
        return true;
    }

    private bool TryFindNewest(out uint number)
    {
        number = _sent.Next;
        while (number != _sent.First)
        {
            number--;
            if (_sent[number].State == PacketState.InFlight) return true;
        }

        return false;
    }

    private void EnterRecovery(RecoveryState recovery)
    {
        _recovery = recovery;
        _recoveryEndsAt = _sent.Next;
        _tailProbeAt = Instant.Never;
        _bbr.HandleRecovery(recovery, _sent.InFlight);
    }

    private void EndRecoveryIfAcked()
    {
        if (_recovery == RecoveryState.Open || Sequence.IsBefore(_sent.First, _recoveryEndsAt)) return;

        _recovery = RecoveryState.Open;
        _isFlooded = false;
        _bbr.HandleRecovery(RecoveryState.Open, _sent.InFlight);
    }
}
