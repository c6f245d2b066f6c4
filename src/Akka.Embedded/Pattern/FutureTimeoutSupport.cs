using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Makes a call later.</summary>
public static class FutureTimeoutSupport
{
    /// <summary>Makes a call after a time on the scheduler, at once if there is none to wait; its outcome is that of the task.</summary>
    public static Task<T> After<T>(TimeSpan duration, IScheduler scheduler, Func<Task<T>> value)
    {
        if (duration <= TimeSpan.Zero)
            return Call(value);

        var platform = HashedWheelTimerScheduler.PlatformOf(scheduler);
        var later = platform.NewPromise<Task<T>>();
        scheduler.Advanced.ScheduleOnce(duration, () => later.SetResult(Call(value)));
        return platform.Hand(later.Task).Unwrap();
    }

    /// <summary>The task of a call; one that throws instead of returning a task is a failed one too.</summary>
    internal static Task<T> Call<T>(Func<Task<T>> value)
    {
        try
        {
            return value();
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }
}
