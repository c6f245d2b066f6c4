using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The scheduler of a system, on the timers of the process. Messages are told by their thread; actions run one after
/// another beside the actors, so that a slow one delays nobody else's timers.
/// </summary>
public sealed class HashedWheelTimerScheduler : IScheduler, IAdvancedScheduler, IDisposable
{
    private readonly ConcurrentQueue<Action> _actions = new();
    private readonly IPlatform _platform;
    private readonly ILoggingAdapter _log;
    private int _running;
    private volatile bool _stopped;

    /// <summary>A scheduler of one's own; its settings are those of the timers of the process.</summary>
    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log) : this(ProcessPlatform.Instance, log) { }

    internal HashedWheelTimerScheduler(IPlatform platform, ILoggingAdapter log)
    {
        _platform = platform;
        _log = log;
    }

    /// <inheritdoc/>
    public DateTimeOffset Now => _platform.Time.GetLocalNow();

    /// <inheritdoc/>
    public TimeSpan MonotonicClock => _platform.Time.GetElapsedTime(_platform.Origin);

    /// <inheritdoc/>
    public TimeSpan HighResMonotonicClock => MonotonicClock;

    IAdvancedScheduler IScheduler.Advanced => this;

    /// <summary>Whether the system has gone; nothing is told or run any more.</summary>
    internal bool IsStopped => _stopped;

    /// <summary>The alarm clock that the orders go to.</summary>
    internal ITimers Timers => _platform.Timers;

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Start(new TellTimer(this, receiver, message, sender, TimeSpan.Zero), delay, cancelable);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Start(new TellTimer(this, receiver, message, sender, Positive(interval)), initialDelay, cancelable);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Start(new ActionTimer(this, action, TimeSpan.Zero), delay, cancelable);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Start(new ActionTimer(this, action, Positive(interval)), initialDelay, cancelable);

    /// <summary>Ends it: nothing more is told, run or accepted, and what waits far in the future holds nothing of the system until then.</summary>
    public void Dispose()
    {
        _stopped = true;
        Timers.DisarmAll(this);
    }

    /// <summary>What the system of a scheduler stands on.</summary>
    internal static IPlatform PlatformOf(IScheduler scheduler) =>
        scheduler is HashedWheelTimerScheduler wheel ? wheel._platform : ProcessPlatform.Instance;

    /// <summary>As <see cref="ScheduleTellOnce(TimeSpan, ICanTell, object, IActorRef?)"/>; the timer itself is what calls it off.</summary>
    internal ICancelable TellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        Start(new TellTimer(this, receiver, message, sender, TimeSpan.Zero), delay, null);

    internal ICancelable TellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        Start(new TellTimer(this, receiver, message, sender, Positive(interval)), initialDelay, null);

    internal ICancelable RunOnce(TimeSpan delay, Action action) => Start(new ActionTimer(this, action, TimeSpan.Zero), delay, null);

    internal ICancelable RunRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        Start(new ActionTimer(this, action, Positive(interval)), initialDelay, null);

    /// <summary>Runs an action after those already due.</summary>
    internal void Enqueue(Action action)
    {
        _actions.Enqueue(action);
        if (Interlocked.Exchange(ref _running, 1) == 0)
            _platform.Post(RunActions);
    }

    internal void Report(Exception cause) => _log.Error(cause, "Error while executing scheduled task {0}", cause.Message);

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

    private SchedulerTimer Start(SchedulerTimer timer, TimeSpan delay, ICancelable? cancelable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (_stopped)
            throw new SchedulerException("cannot enqueue after timer shutdown");
        timer.Start(delay, cancelable);
        return timer;
    }

    private static TimeSpan Positive(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return interval;
    }
}
