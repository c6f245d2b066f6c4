using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Makes a call later.</summary>
public static class FutureTimeoutSupport
{
    /// <summary>Makes a call after a time on the scheduler; its outcome is that of the task.</summary>
    public static Task<T> After<T>(TimeSpan duration, IScheduler scheduler, Func<Task<T>> value)
    {
        if (duration < TimeSpan.FromMilliseconds(1))
            return Call(value);

        var platform = HashedWheelTimerScheduler.PlatformOf(scheduler);
        var later = platform.NewPromise<Task<T>>();
        scheduler.Advanced.ScheduleOnce(duration, () => later.SetResult(Call(value)));
        return platform.Hand(later.Task).Unwrap();
    }

    private static async Task<T> Call<T>(Func<Task<T>> value) => await value().ConfigureAwait(false);
}
