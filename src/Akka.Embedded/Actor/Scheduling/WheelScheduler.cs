using System.Collections.Concurrent;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The scheduler of a system, on the timers of the process. Messages are told by their thread; actions run one after
/// another beside the actors, so that a slow one delays nobody else's timers.
/// </summary>
internal sealed class WheelScheduler(IPlatform platform, ILoggingAdapter log) : IScheduler, IAdvancedScheduler, IDisposable
{
    private readonly ConcurrentQueue<Action> _actions = new();
    private readonly long _started = platform.Time.GetTimestamp();
    private int _running;
    private volatile bool _stopped;

    public DateTimeOffset Now => platform.Time.GetLocalNow();

    public TimeSpan MonotonicClock => platform.Time.GetElapsedTime(_started);

    public TimeSpan HighResMonotonicClock => platform.Time.GetElapsedTime(_started);

    public IAdvancedScheduler Advanced => this;

    /// <summary>Whether the system has gone; nothing is told or run any more.</summary>
    public bool IsStopped => _stopped;

    /// <summary>The alarm clock that the orders go to.</summary>
    public ITimers Timers => platform.Timers;

    private IPlatform Platform => platform;

    public ICancelable TellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        Arm(new TellTimer(this, null, receiver, message, sender, TimeSpan.Zero), delay);

    public ICancelable TellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        Arm(new TellTimer(this, null, receiver, message, sender, Positive(interval)), initialDelay);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Arm(new TellTimer(this, cancelable, receiver, message, sender, TimeSpan.Zero), delay);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Arm(new TellTimer(this, cancelable, receiver, message, sender, Positive(interval)), initialDelay);

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Arm(new ActionTimer(this, cancelable, action, TimeSpan.Zero), delay);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Arm(new ActionTimer(this, cancelable, action, Positive(interval)), initialDelay);

    public void Dispose() => _stopped = true;

    /// <summary>What the system of a scheduler stands on.</summary>
    public static IPlatform PlatformOf(IScheduler scheduler) =>
        scheduler is WheelScheduler wheel ? wheel.Platform : ProcessPlatform.Instance;

    /// <summary>Runs an action after those already due.</summary>
    public void Enqueue(Action action)
    {
        _actions.Enqueue(action);
        if (Interlocked.Exchange(ref _running, 1) == 0)
            platform.Post(RunActions);
    }

    public void Report(Exception cause) => log.Error(cause, "Error while executing scheduled task {0}", cause.Message);

    private void RunActions()
    {
        do
        {
            while (_actions.TryDequeue(out var action))
            {
                try
                {
                    action();
                }
                catch (Exception cause)
                {
                    Report(cause);
                }
            }

            Volatile.Write(ref _running, 0);
            Interlocked.MemoryBarrier();
        }
        while (!_actions.IsEmpty && Interlocked.Exchange(ref _running, 1) == 0);
    }

    private SchedulerTimer Arm(SchedulerTimer timer, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (_stopped)
            throw new SchedulerException("cannot enqueue after timer shutdown");
        platform.Timers.Arm(timer, delay);
        return timer;
    }

    private static TimeSpan Positive(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return interval;
    }
}
