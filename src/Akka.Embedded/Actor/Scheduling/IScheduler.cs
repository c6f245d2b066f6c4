namespace Akka.Actor;

/// <summary>Tells the time.</summary>
public interface ITimeProvider
{
    /// <summary>The time of day.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The time since the system came up; never goes back.</summary>
    TimeSpan MonotonicClock { get; }

    /// <summary>The time since the system came up, as precise as the machine can tell.</summary>
    TimeSpan HighResMonotonicClock { get; }
}

/// <summary>Tells messages later.</summary>
public interface ITellScheduler
{
    /// <summary>Tells a message once.</summary>
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender);

    /// <summary>Tells a message once, unless cancelled.</summary>
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable);

    /// <summary>Tells a message after a first delay, then again and again.</summary>
    void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender);

    /// <summary>Tells a message after a first delay, then again and again, until cancelled.</summary>
    void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable);
}

/// <summary>Does things later; inside an actor, prefer telling messages.</summary>
public interface IActionScheduler
{
    /// <summary>Runs an action once, unless cancelled.</summary>
    void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable);

    /// <summary>Runs an action once.</summary>
    void ScheduleOnce(TimeSpan delay, Action action);

    /// <summary>Runs an action after a first delay, then again and again, until cancelled.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable);

    /// <summary>Runs an action after a first delay, then again and again.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action);
}

/// <summary>The part of the scheduler that runs code.</summary>
public interface IAdvancedScheduler : IActionScheduler;

/// <summary>The clock and alarm of a system; never early.</summary>
public interface IScheduler : ITellScheduler, ITimeProvider
{
    /// <summary>The part of the scheduler that runs code.</summary>
    IAdvancedScheduler Advanced { get; }
}
