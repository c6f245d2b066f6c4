using Akka.Actor;
using Akka.Util;

namespace Akka.Pattern;

/// <summary>Makes a call again when it has failed; a cancelled call has not.</summary>
public static class RetrySupport
{
    /// <summary>Makes a call, and up to <paramref name="attempts"/> times again while it fails.</summary>
    public static Task<T> Retry<T>(Func<Task<T>> attempt, int attempts) =>
        Check(attempt, attempts, static _ => Option<TimeSpan>.None, null);

    /// <summary>Makes a call, and up to <paramref name="attempts"/> times again, each time after the same delay.</summary>
    public static Task<T> Retry<T>(Func<Task<T>> attempt, int attempts, TimeSpan delay, IScheduler scheduler) =>
        Check(attempt, attempts, _ => delay, scheduler);

    /// <summary>Makes a call, and up to <paramref name="attempts"/> times again, each time after a longer delay.</summary>
    public static Task<T> Retry<T>(
        Func<Task<T>> attempt, int attempts, TimeSpan minBackoff, TimeSpan maxBackoff, int randomFactor, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        if (minBackoff <= TimeSpan.Zero)
            throw new ArgumentException("Parameter minBackoff must be > 0", nameof(minBackoff));
        if (maxBackoff < minBackoff)
            throw new ArgumentException("Parameter maxBackoff must be >= minBackoff", nameof(maxBackoff));
        if (randomFactor is < 0 or > 1)
            throw new ArgumentException("RandomFactor must be between 0.0 and 1.0", nameof(randomFactor));
        return Check(attempt, attempts, attempted => BackoffPlan.Delay(attempted, minBackoff, maxBackoff, randomFactor), scheduler);
    }

    /// <summary>
    /// Makes a call, and up to <paramref name="attempts"/> times again, each time after the delay that
    /// <paramref name="delayFunction"/> chooses for that repetition, the first being 1; none is none.
    /// </summary>
    public static Task<T> Retry<T>(Func<Task<T>> attempt, int attempts, Func<int, Option<TimeSpan>> delayFunction, IScheduler scheduler) =>
        Check(attempt, attempts, delayFunction, scheduler);

    private static Task<T> Check<T>(Func<Task<T>> attempt, int attempts, Func<int, Option<TimeSpan>> delay, IScheduler? scheduler)
    {
        if (attempts < 0)
            throw new ArgumentException("Parameter maxAttempts must >= 0.", nameof(attempts));
        ArgumentNullException.ThrowIfNull(attempt);
        return Repeat(attempt, attempts, delay, scheduler);
    }

    private static async Task<T> Repeat<T>(Func<Task<T>> attempt, int attempts, Func<int, Option<TimeSpan>> delay, IScheduler? scheduler)
    {
        var call = FutureTimeoutSupport.Call(attempt);
        for (var attempted = 1; attempted <= attempts && await HasFailed(call).ConfigureAwait(false); attempted++)
        {
            call = delay(attempted) is { HasValue: true, Value: { Ticks: > 0 } pause }
                ? FutureTimeoutSupport.After(pause, scheduler!, attempt)
                : FutureTimeoutSupport.Call(attempt);
        }

        return await call.ConfigureAwait(false);
    }

    private static async Task<bool> HasFailed(Task call)
    {
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return call.IsFaulted;
    }
}
