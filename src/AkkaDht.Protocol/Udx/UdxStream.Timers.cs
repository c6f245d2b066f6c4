using AkkaDht.Protocol.Udx.Congestion;

namespace AkkaDht.Protocol.Udx;

// What happens when nothing arrives (05-udx.md B4, B5, B8, B10). One deadline for all: the earliest.
public sealed partial class UdxStream
{
    private static readonly TimeSpan PeersAckDelay = TimeSpan.FromMilliseconds(2);

    private Instant _timeoutAt = Instant.Never;
    private Instant _tailProbeAt = Instant.Never;
    private Instant _reorderAt = Instant.Never;
    private Instant _windowProbeAt = Instant.Never;
    private Instant _keepAliveAt = Instant.Never;
    private Instant _paceAt = Instant.Never;
    private TimeSpan? _keepAlive;
    private int _timeouts;
    private bool _isTailProbePermitted;
    private uint _tailProbeEnd;

    /// <summary>Asks for a sign of life, a heartbeat, whenever nothing has been outstanding for <paramref name="interval"/>; null for never.</summary>
    public void SetKeepAlive(Instant now, TimeSpan? interval)
    {
        Invariant.That(interval is null || interval > TimeSpan.Zero, "a keep-alive waits before it repeats");
        _keepAlive = interval;
        ArmKeepAlive(now);
        Schedule(now);
    }

    /// <summary>Time has passed: call it at <see cref="NextDeadline"/>; too early does no harm.</summary>
    public void HandleTimeout(Instant now)
    {
        if (IsClosed) return;

        if (_paceAt <= now) _paceAt = Instant.Never;
        if (_reorderAt <= now) DetectLoss(now);
        if (_timeoutAt <= now) HandleSilence(now);
        else if (_tailProbeAt <= now) ProbeTail(now);
        if (_windowProbeAt <= now) RepeatWindowProbe(now);
        if (_keepAliveAt <= now) KeepAlive(now);
        Schedule(now);
    }

    private void HandleSilence(Instant now)
    {
        _tailProbeAt = Instant.Never;
        _counters.Timeouts++;
        if (++_timeouts >= _settings.MaxTimeouts)
        {
            Close(StreamEnd.TimedOut);
            return;
        }

        MarkSilentLost(now);
        EnterRecovery(RecoveryState.Loss);
        _timeoutAt = now + (2 * _rtt.Timeout);
    }

    // The oldest is certainly missing; others are as far as they had time to arrive.
    private void MarkSilentLost(Instant now)
    {
        if (_sent[_sent.First].State == PacketState.InFlight) MarkLost(_sent.First);
        while (_sent.TryGetOldestInFlight(out var number) && _sent[number].SentAt + _rackRtt + ReorderingWindow() < now) MarkLost(number);
    }

    // What was sent last has nothing after it that could show its loss.
    private void ProbeTail(Instant now)
    {
        _tailProbeAt = Instant.Never;
        if (!_isTailProbePermitted || _sent.IsEmpty || Sequence.IsBefore(_sent.First, _tailProbeEnd)) return;

        _isTailProbePermitted = false;
        _owesTailProbe = true;
        RestartTimeout(now);
    }

    private void RepeatWindowProbe(Instant now)
    {
        _owesHeartbeat = HasUnsent;
        _windowProbeAt = HasUnsent ? now + (2 * _rtt.Timeout) : Instant.Never;
    }

    private void KeepAlive(Instant now)
    {
        _owesHeartbeat = true;
        ArmKeepAlive(now);
    }

    // A window that is closed, with something to send and nothing under way that would bring news of it.
    private void ProbeClosedWindow(Instant now)
    {
        if (_remoteWindowBytes > 0 || !HasUnsent || !_sent.IsEmpty || _windowProbeAt != Instant.Never) return;

        _owesHeartbeat = true;
        _windowProbeAt = now + _rtt.Timeout;
    }

    private void ArmTimeout(Instant now)
    {
        if (_timeoutAt == Instant.Never) _timeoutAt = now + _rtt.Timeout;
        _keepAliveAt = Instant.Never;
    }

    private void RestartTimeout(Instant now) => _timeoutAt = now + _rtt.Timeout;

    private void StopTimeout()
    {
        _timeoutAt = _tailProbeAt = _reorderAt = Instant.Never;
        _owesTailProbe = false;
    }

    private void ArmTailProbe(Instant now)
    {
        _tailProbeAt = Instant.Never;
        if (_recovery != RecoveryState.Open || _sackedCount > 0) return;

        var delay = TimeSpan.FromSeconds(1);
        if (_rtt.IsKnown) delay = (2 * _rtt.Smoothed) + (_sent.Count == 1 ? PeersAckDelay : TimeSpan.Zero);
        _tailProbeAt = now + delay;
    }

    private void ArmKeepAlive(Instant now) =>
        _keepAliveAt = IsConnected && _sent.IsEmpty && _keepAlive is { } interval ? now + interval : Instant.Never;

    private void Schedule(Instant now)
    {
        NoteRoom();
        if (_paceAt <= now) _paceAt = Instant.Never;
        var first = Instant.Min(Instant.Min(_timeoutAt, _tailProbeAt), Instant.Min(_reorderAt, _windowProbeAt));
        NextDeadline = IsClosed ? Instant.Never : Instant.Min(first, Instant.Min(_keepAliveAt, _paceAt));
    }
}
