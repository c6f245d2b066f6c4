namespace AkkaDht.Protocol.Udx.Congestion;

// What it is doing: filling the pipe, draining what that left in queues, cycling around the bandwidth, or looking for the shortest round trip.
internal partial struct Bbr
{
    private void UpdatePhase(Instant now, in DeliverySample sample, int inFlight)
    {
        if (_mode == Mode.ProbeBandwidth && IsPhaseOver(now, sample, inFlight)) EnterPhase(now, (_phase + 1) % 8);
    }

    private readonly bool IsPhaseOver(Instant now, in DeliverySample sample, int inFlight)
    {
        var isFullLength = now - _phaseAt > _minRtt;
        return _pacingGain switch
        {
            > 1 => isFullLength && (sample.Lost > 0 || inFlight >= Target(_pacingGain)),
            < 1 => isFullLength || inFlight <= Target(1),
            _ => isFullLength,
        };
    }

    private void EnterPhase(Instant now, int phase)
    {
        _phase = phase;
        _phaseAt = now;
    }

    private void UpdateFullPipe(in DeliverySample sample)
    {
        if (IsPipeFull || !_isRoundStart || sample.IsApplicationLimited) return;

        if (Bandwidth >= _fullBandwidth * FullPipeGrowth)
        {
            _fullBandwidth = Bandwidth;
            _fullRounds = 0;
            return;
        }

        _fullRounds++;
    }

    private void UpdateDrain(Instant now, int inFlight)
    {
        if (_mode == Mode.Startup && IsPipeFull) _mode = Mode.Drain;
        if (_mode == Mode.Drain && inFlight <= Target(1)) EnterProbeBandwidth(now);
    }

    private void EnterProbeBandwidth(Instant now)
    {
        _mode = Mode.ProbeBandwidth;
        EnterPhase(now, FirstPhase);
    }

    private void UpdateMinRtt(Instant now, in DeliverySample sample, long delivered, int inFlight)
    {
        var isOld = HasMinRtt && now - _minRttAt > MinRttWindow;
        if (sample.RoundTrip > TimeSpan.Zero)
        {
            var roundTrip = sample.RoundTrip < RttEstimator.Shortest ? RttEstimator.Shortest : sample.RoundTrip;
            if (!HasMinRtt || roundTrip <= _minRtt || isOld)
            {
                _minRtt = roundTrip;
                _minRttAt = now;
            }
        }

        if (isOld && !_isIdleRestart && _mode != Mode.ProbeRtt)
        {
            _mode = Mode.ProbeRtt;
            SaveWindow();
            _probeRttUntil = Instant.Never;
        }

        if (_mode == Mode.ProbeRtt) HoldProbeRtt(now, delivered, inFlight);
        if (sample.Acked > 0) _isIdleRestart = false;
    }

    private void HoldProbeRtt(Instant now, long delivered, int inFlight)
    {
        if (_probeRttUntil == Instant.Never)
        {
            if (inFlight > MinWindow) return;

            _probeRttUntil = now + ProbeRttTime;
            _hasProbeRttRound = false;
            _roundEndsAt = delivered;
            return;
        }

        if (_isRoundStart) _hasProbeRttRound = true;
        if (_hasProbeRttRound) LeaveProbeRttIfDone(now);
    }

    private void LeaveProbeRttIfDone(Instant now)
    {
        if (now < _probeRttUntil) return;

        _minRttAt = now;
        if (IsPipeFull) EnterProbeBandwidth(now);
        else _mode = Mode.Startup;
        RestoreWindow();
    }

    private void UpdateGains() => (_pacingGain, _windowGain) = _mode switch
    {
        Mode.Startup => (HighGain, HighGain),
        Mode.Drain => (DrainGain, HighGain),
        Mode.ProbeRtt => (1, 1),
        _ => (_phase switch { 0 => 1.25, 1 => 0.75, _ => 1.0 }, WindowGain),
    };
}
