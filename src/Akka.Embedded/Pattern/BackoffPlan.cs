using Akka.Actor;
using Akka.Util;

namespace Akka.Pattern;

/// <summary>The options as the supervisors read them.</summary>
internal sealed record BackoffPlan(
    bool OnFailure, Props ChildProps, string ChildName, TimeSpan Minimum, TimeSpan Maximum, double RandomFactor)
{
    /// <summary>How long without a failure until earlier ones are forgotten; null: on demand only.</summary>
    public TimeSpan? AutoReset { get; init; } = Minimum;

    /// <summary>Decides about failures; its number of retries bounds the starts, −1 for no bound.</summary>
    public OneForOneStrategy Strategy { get; init; } = new(SupervisorStrategy.DefaultDecider);

    public object? ReplyWhileStopped { get; init; }

    public Func<object, bool>? IsFinalStop { get; init; }

    /// <summary>The wait before start <paramref name="restarts"/> (0-based): doubled each time, cut at the maximum, then stretched at random.</summary>
    public static TimeSpan Delay(int restarts, TimeSpan minimum, TimeSpan maximum, double randomFactor)
    {
        var stretch = 1 + (ThreadLocalRandom.Current.NextDouble() * randomFactor);
        var ticks = Math.Min(maximum.Ticks, minimum.Ticks * Math.Pow(2, restarts)) * stretch;
        return ticks is >= 0 and < long.MaxValue ? TimeSpan.FromTicks((long)ticks) : maximum;
    }

    public TimeSpan Delay(int restarts) => Delay(restarts, Minimum, Maximum, RandomFactor);

    public bool AllowsStart(int number) => Strategy.MaxNumberOfRetries < 0 || number <= Strategy.MaxNumberOfRetries;

    public BackoffPlan Checked()
    {
        if (Minimum <= TimeSpan.Zero)
            throw new ArgumentException("MinBackoff must be greater than 0");
        if (Maximum < Minimum)
            throw new ArgumentException("MaxBackoff must be greater than MinBackoff");
        if (RandomFactor is not (>= 0 and <= 1))
            throw new ArgumentException("RandomFactor must be between 0.0 and 1.0");
        return this;
    }
}
