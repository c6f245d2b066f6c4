namespace Akka.Actor;

/// <summary>An actor with timers.</summary>
public interface IWithTimers
{
    /// <summary>The timers; filled in by the runtime, usable in the constructor.</summary>
    ITimerScheduler Timers { get; set; }
}

/// <summary>
/// Timers of one actor by key. Starting a key again replaces its timer; a replaced or cancelled timer never delivers. All
/// timers end with restart and stop.
/// </summary>
public interface ITimerScheduler
{
    /// <summary>Tells the actor a message again and again.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    /// <summary>Tells the actor a message again and again, from a sender.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef? sender);

    /// <summary>Tells the actor a message after a first delay, then again and again.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    /// <summary>Tells the actor a message after a first delay, then again and again, from a sender.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef? sender);

    /// <summary>Tells the actor a message once.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>Tells the actor a message once, from a sender.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef? sender);

    /// <summary>Whether the key's timer will still deliver.</summary>
    bool IsTimerActive(object key);

    /// <summary>The keys of the timers that will still deliver.</summary>
    IReadOnlyCollection<object> ActiveTimers { get; }

    /// <summary>Ends the key's timer.</summary>
    void Cancel(object key);

    /// <summary>Ends all timers.</summary>
    void CancelAll();
}
