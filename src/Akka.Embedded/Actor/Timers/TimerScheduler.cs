using Akka.Event;

namespace Akka.Actor;

/// <summary>The timers of one incarnation. A delivery counts only while its timer is the key's current one.</summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, TimerMessage> _timers = [];

    public IReadOnlyCollection<object> ActiveTimers => [.. _timers.Keys];

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => StartPeriodicTimer(key, msg, interval, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef? sender) =>
        StartPeriodicTimer(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, initialDelay, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef? sender)
    {
        Cancel(key);
        var timer = new TimerMessage(this, key, msg, repeats: true);
        timer.Armed = cell.System.Scheduler.ScheduleTellRepeatedlyCancelable(initialDelay, interval, cell.SelfRef, timer, sender);
        _timers[key] = timer;
    }

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => StartSingleTimer(key, msg, timeout, null);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef? sender)
    {
        Cancel(key);
        var timer = new TimerMessage(this, key, msg, repeats: false);
        timer.Armed = cell.System.Scheduler.ScheduleTellOnceCancelable(timeout, cell.SelfRef, timer, sender);
        _timers[key] = timer;
    }

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var timer))
            timer.CallOff();
    }

    public void CancelAll()
    {
        foreach (var timer in _timers.Values)
            timer.CallOff();
        _timers.Clear();
    }

    /// <summary>Whether a delivery still counts; a single timer is over once its message is handled.</summary>
    public bool Accept(TimerMessage delivery)
    {
        if (delivery.IsOver)
            return false;
        if (!delivery.Repeats)
        {
            delivery.IsOver = true;
            _timers.Remove(delivery.Key);
        }

        return true;
    }
}

/// <summary>What a timer tells its actor; the runtime unwraps it.</summary>
internal sealed class TimerMessage(TimerScheduler owner, object key, object message, bool repeats)
    : IWrappedMessage, INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public TimerScheduler Owner => owner;

    public object Key => key;

    public object Message => message;

    public bool Repeats => repeats;

    public ICancelable? Armed { get; set; }

    /// <summary>Whether the key has another timer by now, or none; a delivery that is on its way does not count.</summary>
    public bool IsOver { get; set; }

    public void CallOff()
    {
        IsOver = true;
        Armed!.Cancel();
    }

    public override string ToString() => $"Timer({key}, {message})";
}
