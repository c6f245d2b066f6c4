using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Makes a call again when it has failed.</summary>
public static class RetrySupport
{
    /// <summary>Makes a call, and up to <paramref name="attempts"/> times again while it fails.</summary>
    public static Task<T> Retry<T>(Func<Task<T>> attempt, int attempts) => Retry(attempt, attempts, static _ => TimeSpan.Zero, null);

    /// <summary>Makes a call, and up to <paramref name="attempts"/> times again, each time after the same delay.</summary>
    public static Task<T> Retry<T>(Func<Task<T>> attempt, int attempts, TimeSpan delay, IScheduler scheduler) =>
        Retry(attempt, attempts, _ => delay, scheduler);

    /// <summary>Makes a call, and up to <paramref name="attempts"/> times again, each time after a longer delay.</summary>
    public static Task<T> Retry<T>(
        Func<Task<T>> attempt, int attempts, TimeSpan minBackoff, TimeSpan maxBackoff, int randomFactor, IScheduler scheduler)
    {
        if (minBackoff <= TimeSpan.Zero)
            throw new ArgumentException("Parameter minBackoff must be > 0", nameof(minBackoff));
        if (maxBackoff < minBackoff)
            throw new ArgumentException("Parameter maxBackoff must be >= minBackoff", nameof(maxBackoff));
        if (randomFactor is < 0 or > 1)
            throw new ArgumentException("RandomFactor must be between 0.0 and 1.0", nameof(randomFactor));
        return Retry(attempt, attempts, attempted => BackoffPlan.Delay(attempted, minBackoff, maxBackoff, randomFactor), scheduler);
    }

    private static async Task<T> Retry<T>(Func<Task<T>> attempt, int attempts, Func<int, TimeSpan> delay, IScheduler? scheduler)
    {
        if (attempts < 0)
            throw new ArgumentException("Parameter attempts must be >= 0", nameof(attempts));
        ArgumentNullException.ThrowIfNull(attempt);

        for (var attempted = 1; attempted <= attempts; attempted++)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (Exception)
            {
                if (scheduler is not null)
                    await FutureTimeoutSupport.After(delay(attempted), scheduler, static () => Task.FromResult(true)).ConfigureAwait(false);
            }
        }

        return await attempt().ConfigureAwait(false);
    }
}
