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
    public TimeSpan MonotonicClock => _platform.Time.GetElapsedTime(_platform.Origin);

    /// <inheritdoc/>
    public TimeSpan HighResMonotonicClock => MonotonicClock;

    DateTimeOffset ITimeProvider.Now => _platform.Time.GetLocalNow();

    IAdvancedScheduler IScheduler.Advanced => this;

    /// <summary>Whether the system has gone; nothing is told or run any more.</summary>
    internal bool IsStopped => _stopped;

    /// <summary>The alarm clock that the orders go to.</summary>
    internal ITimers Timers => _platform.Timers;

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

    /// <summary>Ends it: what is outstanding is carried out now, whenever it would have been due, and nothing more is accepted.</summary>
    public void Dispose()
    {
        _stopped = true;
        foreach (var order in Timers.DisarmAll(this))
            ((SchedulerTimer)order).CarryOutNow();
    }

    /// <summary>What the system of a scheduler stands on.</summary>
    internal static IPlatform PlatformOf(IScheduler scheduler) =>
        scheduler is HashedWheelTimerScheduler wheel ? wheel._platform : ProcessPlatform.Instance;

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
