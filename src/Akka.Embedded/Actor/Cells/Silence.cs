namespace Akka.Actor;

/// <summary>
/// The silence around one actor. A message ends it and the next one begins when the message has been handled; one that lasts
/// as long as the receive timeout is told to the actor. Touched on the actor's turn only.
/// </summary>
internal abstract class Silence
{
    private bool _isBroken;

    /// <summary>How long a silence may last; null when it does not matter.</summary>
    public TimeSpan? Limit { get; private set; }

    public static Silence Around(ActorCell cell) => cell.System.Scheduler is HashedWheelTimerScheduler wheel
        ? new WatchedSilence(cell.SelfRef, wheel.Timers)
        : new ScheduledSilence(cell.SelfRef, cell.System.Scheduler);

    /// <summary>Changes the limit. While a message is being handled there is no silence; the next one will heed it.</summary>
    public void Change(TimeSpan? limit)
    {
        Limit = limit;
        if (limit is null)
            End();
        else if (!_isBroken)
            Begin(limit.Value);
    }

    /// <summary>Somebody said something.</summary>
    public void Break()
    {
        _isBroken = true;
        if (Limit is not null)
            End();
    }

    /// <summary>What was said has been handled.</summary>
    public void Resume()
    {
        _isBroken = false;
        if (Limit is { } limit)
            Begin(limit);
    }

    /// <summary>The actor is gone, and nothing shall keep it in memory.</summary>
    public abstract void Forget();

    /// <summary>From now on it is silent, whatever was before.</summary>
    protected abstract void Begin(TimeSpan limit);

    /// <summary>It is not silent any more.</summary>
    protected abstract void End();
}

/// <summary>Silence by orders to a scheduler, which each message calls off: for schedulers whose time is their own.</summary>
internal sealed class ScheduledSilence(LocalRef actor, IScheduler scheduler) : Silence
{
    private ICancelable? _order;

    public override void Forget() => End();

    protected override void Begin(TimeSpan limit)
    {
        End();
        _order = scheduler.ScheduleTellOnceCancelable(limit, actor, ReceiveTimeout.Instance, actor);
    }

    protected override void End()
    {
        _order?.Cancel();
        _order = null;
    }
}
