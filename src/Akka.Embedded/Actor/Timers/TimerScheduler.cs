using Akka.Event;

namespace Akka.Actor;

/// <summary>The timers of one incarnation. A delivery counts only while its timer is the key's current one.</summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, TimerMessage> _timers = [];
    private int _generation;

    public IReadOnlyCollection<object> ActiveTimers => _timers.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => StartPeriodicTimer(key, msg, interval, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef? sender) =>
        StartPeriodicTimer(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, initialDelay, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef? sender)
    {
        var timer = Replace(key, msg, repeats: true);
        Keep(timer, cell.System.Scheduler.ScheduleTellRepeatedlyCancelable(initialDelay, interval, cell.SelfRef, timer, sender));
    }

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => StartSingleTimer(key, msg, timeout, null);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef? sender)
    {
        var timer = Replace(key, msg, repeats: false);
        Keep(timer, cell.System.Scheduler.ScheduleTellOnceCancelable(timeout, cell.SelfRef, timer, sender));
    }

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (!_timers.Remove(key, out var timer))
            return;
        if (IsLogged)
            cell.System.Log.Debug("Cancel timer [{0}] with generation [{1}]", key, timer.Generation);
        timer.CallOff();
    }

    public void CancelAll()
    {
        if (IsLogged)
            cell.System.Log.Debug("Cancel all timers");
        foreach (var timer in _timers.Values)
            timer.CallOff();
        _timers.Clear();
    }

    /// <summary>Whether a delivery still counts; a single timer is over once its message is handled.</summary>
    public bool Accept(TimerMessage delivery)
    {
        if (delivery.IsOver)
        {
            if (IsLogged)
                cell.System.Log.Debug("Received timer [{0}] that has been removed, discarding", delivery.Key);
            return false;
        }

        if (!delivery.Repeats)
        {
            delivery.IsOver = true;
            _timers.Remove(delivery.Key);
        }

        return true;
    }

    private bool IsLogged => cell.System.Settings.DebugTimerScheduler;

    private TimerMessage Replace(object key, object message, bool repeats)
    {
        Cancel(key);
        return new TimerMessage(this, key, message, repeats, ++_generation);
    }

    private void Keep(TimerMessage timer, ICancelable armed)
    {
        timer.Armed = armed;
        _timers[timer.Key] = timer;
        if (IsLogged)
            cell.System.Log.Debug("Start timer [{0}] with generation [{1}]", timer.Key, timer.Generation);
    }
}
