namespace AkkaDht.Protocol.Udx;

/// <summary>Round-trip time of a path and the timeout that follows from it (05-udx.md B3).</summary>
internal struct RttEstimator()
{
    public static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Samples are not shorter: the reference's clock has steps of a millisecond.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan MinWindow = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Outlier = TimeSpan.FromSeconds(5);

    private TimeSpan _variation;
    private Instant _minAt;

    /// <summary>Zero while no sample has been taken.</summary>
    public TimeSpan Smoothed { get; private set; }

    /// <summary>The shortest sample of the last minutes, since a path may become longer; zero while none has been taken.</summary>
    public TimeSpan Min { get; private set; }

    public TimeSpan Timeout { get; private set; } = MinTimeout;

    public readonly bool IsKnown => Smoothed > TimeSpan.Zero;

    public void Add(Instant now, TimeSpan sample)
    {
        if (sample < Shortest) sample = Shortest;
        if (Min == TimeSpan.Zero || sample <= Min || now - _minAt > MinWindow) (Min, _minAt) = (sample, now);

        sample = Tame(sample);
        if (!IsKnown)
        {
            Smoothed = sample;
            _variation = sample / 2;
        }
        else
        {
            _variation = new TimeSpan(((3 * _variation.Ticks) + (sample - Smoothed).Duration().Ticks) / 4);
            Smoothed = new TimeSpan(((7 * Smoothed.Ticks) + sample.Ticks) / 8);
        }

        var timeout = Smoothed + new TimeSpan(4 * _variation.Ticks);
        Timeout = timeout < MinTimeout ? MinTimeout : timeout > MaxTimeout ? MaxTimeout : timeout;
    }

    // A machine that slept, or an ack that was held back, says little about the path.
    private readonly TimeSpan Tame(TimeSpan sample)
    {
        var usual = Smoothed + new TimeSpan(5 * _variation.Ticks);
        if (IsKnown && sample > usual && sample > Outlier) sample = usual;
        return sample > MaxTimeout ? MaxTimeout : sample;
    }
}
