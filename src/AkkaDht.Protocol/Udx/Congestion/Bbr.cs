namespace AkkaDht.Protocol.Udx.Congestion;

/// <summary>
/// Congestion control by a model of the path, its bandwidth and its round-trip time: BBR version 1 as the reference has it, in packets
/// (05-udx.md B6). Unlike the reference it takes loss for congestion only when a round loses a fifth of its packets: less is what
/// radios do, and slowing down for it would leave the path idle. Told of what arrived and what was lost, it says how many packets may be in
/// flight and how fast they may leave.
/// </summary>
internal partial struct Bbr()
{
    public const int InitialWindow = 10;
    private const int MinWindow = 4;

    private const double HighGain = 2.88539;
    private const double DrainGain = 1 / HighGain;
    private const double WindowGain = 2;
    private const double PacingMargin = 0.99;
    private const double FullPipeGrowth = 1.25;
    private const int FullPipeRounds = 3;
    private const int BandwidthRounds = 10;
    private const int AggregationRounds = 5;
    private const int FirstPhase = 4;
    private const double MaxLoss = 0.2;
    private const int MinRoundLoss = 8;

    private static readonly TimeSpan MinRttWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeRttTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortPath = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MaxAggregation = TimeSpan.FromMilliseconds(100);

    private Mode _mode;
    private WindowedMaximum _bandwidth;
    private double _pacingGain = HighGain;
    private double _windowGain = HighGain;

    private long _round;
    private long _roundEndsAt;
    private bool _isRoundStart;

    private TimeSpan _minRtt;
    private Instant _minRttAt;
    private Instant _probeRttUntil = Instant.Never;
    private bool _hasProbeRttRound;
    private bool _isIdleRestart;

    private double _fullBandwidth;
    private int _fullRounds;

    private int _phase;
    private Instant _phaseAt;

    private RecoveryState _recovery;
    private int _savedWindow;
    private bool _isHeldDown;
    private bool _isConserving;
    private int _roundLost;
    private int _roundAcked;

    private Instant _epochAt;
    private long _epochAcked;
    private int _aggregationRounds;
    private long _extraAcked;
    private long _extraAckedBefore;

    private enum Mode : byte
    {
        Startup,
        Drain,
        ProbeBandwidth,
        ProbeRtt,
    }

    /// <summary>How many packets may be in flight.</summary>
    public int Window { get; private set; } = InitialWindow;

    /// <summary>How fast packets may leave, in packets per tick of 100 ns; the first window within a millisecond until something is known.</summary>
    public double PacketsPerTick { get; private set; } = InitialWindow * HighGain / TimeSpan.TicksPerMillisecond;

    /// <summary>Estimated bandwidth in packets per tick; 0 while unknown.</summary>
    public readonly double Bandwidth => _bandwidth.Value;

    /// <summary>
    /// Whether the path is so short that no timer can space packets within a round trip: the window alone holds them back, since
    /// gaps of the timer's making would be measured as the path's bandwidth.
    /// </summary>
    public readonly bool IsShortPath => HasMinRtt && _minRtt < ShortPath;

    /// <summary>Whether it sends less than the path takes, to see how short the way is: what arrives meanwhile says nothing of the bandwidth.</summary>
    public readonly bool IsProbingRtt => _mode == Mode.ProbeRtt;

    /// <summary>Whether so much was lost lately that no more is sent than arrives.</summary>
    public readonly bool IsConserving => _isConserving;

    private readonly bool IsPipeFull => _fullRounds >= FullPipeRounds;

    private readonly bool HasMinRtt => _minRtt > TimeSpan.Zero;

    /// <summary>Sending begins with nothing in flight, after a pause that was the application's.</summary>
    public void HandleRestart(Instant now, bool isApplicationLimited)
    {
        if (!isApplicationLimited || !HasMinRtt) return;

        _isIdleRestart = true;
        _epochAt = now;
        _epochAcked = 0;
        if (_mode == Mode.ProbeBandwidth) SetPace(1);
        else if (_mode == Mode.ProbeRtt) LeaveProbeRttIfDone(now);
    }

    /// <summary>Loss was found by what arrived after it, or by nothing arriving, or all that was then outstanding has arrived.</summary>
    public void HandleRecovery(RecoveryState recovery, int inFlight)
    {
        var before = _recovery;
        _recovery = recovery;
        switch (recovery)
        {
            case RecoveryState.Recovery when before == RecoveryState.Open:
                SaveWindow();
                break;
            case RecoveryState.Loss:
                if (before == RecoveryState.Open) SaveWindow();
                _fullBandwidth = 0;
                Window = inFlight + 1;
                break;
            case RecoveryState.Open when before != RecoveryState.Open:
                _isConserving = false;
                RestoreWindow();
                break;
        }
    }

    /// <summary>An acknowledgement has been taken in; <paramref name="delivered"/> packets have arrived in all.</summary>
    public void HandleAck(Instant now, in DeliverySample sample, long delivered, int inFlight)
    {
        UpdateBandwidth(sample, delivered);
        UpdateLoss(sample, inFlight);
        UpdateAggregation(now, sample);
        UpdatePhase(now, sample, inFlight);
        UpdateFullPipe(sample);
        UpdateDrain(now, inFlight);
        UpdateMinRtt(now, sample, delivered, inFlight);
        UpdateGains();
        SetPace(_pacingGain);
        SetWindow(sample, delivered, inFlight);
    }

    private void UpdateBandwidth(in DeliverySample sample, long delivered)
    {
        _isRoundStart = false;
        if (sample.Interval <= TimeSpan.Zero) return;

        if (sample.PriorDelivered >= _roundEndsAt)
        {
            _roundEndsAt = delivered;
            _round++;
            _isRoundStart = true;
            _isConserving = false;
            _roundLost = _roundAcked = 0;
        }

        var rate = (double)sample.Delivered / sample.Interval.Ticks;
        if (!sample.IsApplicationLimited || rate >= Bandwidth) _bandwidth.Add(_round, rate, BandwidthRounds);
    }

    // A path that is overfull loses much at once: no more is sent than arrives for the rest of the round, and searching for more is over.
    private void UpdateLoss(in DeliverySample sample, int inFlight)
    {
        _roundLost += sample.Lost;
        _roundAcked += sample.Acked;
        var isMuch = _roundLost >= MinRoundLoss && _roundLost > (_roundLost + _roundAcked) * MaxLoss;
        if (!isMuch || _isConserving) return;

        _isConserving = true;
        _fullRounds = FullPipeRounds;
        Window = Math.Max(inFlight + sample.Acked, MinWindow);
    }
}
