namespace AkkaDht.Protocol.Udx.Congestion;

// What follows from the model: the window, and the pace.
internal partial struct Bbr
{
    // Acknowledgements that arrive in clumps need more in flight than the product of rate and delay.
    private void UpdateAggregation(Instant now, in DeliverySample sample)
    {
        if (sample.Acked == 0 || sample.Interval <= TimeSpan.Zero) return;

        if (_isRoundStart && ++_aggregationRounds >= AggregationRounds)
        {
            _aggregationRounds = 0;
            _extraAckedBefore = _extraAcked;
            _extraAcked = 0;
        }

        var expected = Bandwidth * (now - _epochAt).Ticks;
        if (_epochAcked <= expected)
        {
            _epochAcked = 0;
            _epochAt = now;
            expected = 0;
        }

        _epochAcked += sample.Acked;
        _extraAcked = Math.Max(_extraAcked, (long)Math.Min(_epochAcked - expected, Window));
    }

    // Before the pipe is full a lower estimate is only the beginning of a higher one.
    private void SetPace(double gain)
    {
        if (!HasMinRtt) return;

        var rate = Bandwidth > 0 ? Bandwidth * gain * PacingMargin : InitialWindow * HighGain / _minRtt.Ticks;
        if (IsPipeFull || rate > PacketsPerTick || _round <= 1) PacketsPerTick = rate;
    }

    private void SetWindow(in DeliverySample sample, long delivered, int inFlight)
    {
        var window = Window;
        if (sample.Acked > 0)
        {
            if (_isConserving) window = Math.Max(window - sample.Lost, inFlight + sample.Acked);
            else window = Grow(window, sample.Acked, delivered);
            window = Math.Max(window, MinWindow);
        }

        Window = _mode == Mode.ProbeRtt ? Math.Min(window, MinWindow) : window;
    }

    private readonly int Grow(int window, int acked, long delivered)
    {
        var target = Target(_windowGain) + Aggregation();
        if (IsPipeFull) return Math.Min(window + acked, target);

        return window < target || delivered < InitialWindow ? window + acked : window;
    }

    private readonly int Aggregation()
    {
        if (!IsPipeFull) return 0;

        return (int)Math.Min(Math.Max(_extraAcked, _extraAckedBefore), Bandwidth * MaxAggregation.Ticks);
    }

    /// <summary>Packets that fill the path, times <paramref name="gain"/>.</summary>
    private readonly int Target(double gain) => HasMinRtt ? (int)Math.Max(1, Math.Ceiling(Bandwidth * _minRtt.Ticks * gain)) : InitialWindow;

    // Taken back when what holds the window down is over. Of two such things at a time the first saw the true window.
    private void SaveWindow()
    {
        _savedWindow = _isHeldDown ? Math.Max(_savedWindow, Window) : Window;
        _isHeldDown = true;
    }

    private void RestoreWindow()
    {
        _isHeldDown = _mode == Mode.ProbeRtt || _recovery != RecoveryState.Open;
        Window = Math.Max(Window, _savedWindow);
    }
}
