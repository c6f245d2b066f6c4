using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The scheduler of a system, on the timers of the process. Messages are told by their thread; actions run one after
/// another on the thread pool, so that a slow one delays nobody else's timers.
/// </summary>
public sealed class HashedWheelTimerScheduler : IScheduler, IAdvancedScheduler, IDisposable
{
    private static readonly long Origin = Stopwatch.GetTimestamp();

    private readonly ConcurrentQueue<Action> _actions = new();
    private readonly ILoggingAdapter _log;
    private int _running;
    private volatile bool _stopped;

    /// <summary>A scheduler of one's own; its settings are those of the timers of the process.</summary>
    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log) : this(TimerThread.Shared, log) { }

    internal HashedWheelTimerScheduler(ITimers timers, ILoggingAdapter log)
    {
        Timers = timers;
        _log = log;
    }

    /// <inheritdoc/>
    public TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(Origin);

    /// <inheritdoc/>
    public TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(Origin);

    DateTimeOffset ITimeProvider.Now => DateTimeOffset.Now;

    IAdvancedScheduler IScheduler.Advanced => this;

    /// <summary>Whether the system has gone; nothing is told or run any more.</summary>
    internal bool IsStopped => _stopped;

    /// <summary>The alarm clock that the orders go to.</summary>
    internal ITimers Timers { get; }

    void ITellScheduler.ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        TellOnce(delay, receiver, message, sender);

    void ITellScheduler.ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        TellOnce(delay, receiver, message, sender, cancelable);

    void ITellScheduler.ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        TellRepeatedly(initialDelay, interval, receiver, message, sender);

    void ITellScheduler.ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        TellRepeatedly(initialDelay, interval, receiver, message, sender, cancelable);

    void IActionScheduler.ScheduleOnce(TimeSpan delay, Action action) => RunOnce(delay, action);

    void IActionScheduler.ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) => RunOnce(delay, action, cancelable);

    void IActionScheduler.ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        RunRepeatedly(initialDelay, interval, action);

    void IActionScheduler.ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        RunRepeatedly(initialDelay, interval, action, cancelable);

    /// <summary>Ends it: nothing more is told, run or accepted.</summary>
    public void Dispose() => _stopped = true;

    /// <summary>Tells a message once; the answer, which is the timer itself, calls it off as well as the caller's cancelable.</summary>
    internal ICancelable TellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable = null) =>
        Start(new TellTimer(this, receiver, message, sender, TimeSpan.Zero), delay, cancelable);

    internal ICancelable TellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable = null) =>
        Start(new TellTimer(this, receiver, message, sender, Positive(interval)), initialDelay, cancelable);

    internal ICancelable RunOnce(TimeSpan delay, Action action, ICancelable? cancelable = null) =>
        Start(new ActionTimer(this, action, TimeSpan.Zero), delay, cancelable);

    internal ICancelable RunRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable = null) =>
        Start(new ActionTimer(this, action, Positive(interval)), initialDelay, cancelable);

    /// <summary>Runs an action after those already due.</summary>
    internal void Enqueue(Action action)
    {
        _actions.Enqueue(action);
        if (Interlocked.Exchange(ref _running, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static scheduler => scheduler.RunActions(), this, preferLocal: false);
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
