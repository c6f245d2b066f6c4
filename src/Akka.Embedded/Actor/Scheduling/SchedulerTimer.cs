namespace Akka.Actor;

/// <summary>One order to the scheduler, and the handle that calls it off.</summary>
internal abstract class SchedulerTimer(WheelScheduler scheduler, ICancelable? cancelable, TimeSpan interval) : TimerNode, ICancelable
{
    private CancellationTokenSource? _token;
    private volatile bool _cancelled;

    public bool IsCancellationRequested => _cancelled || cancelable?.IsCancellationRequested is true;

    public CancellationToken Token
    {
        get
        {
            if (_token is null && Interlocked.CompareExchange(ref _token, new CancellationTokenSource(), null) is null && _cancelled)
                _token.Cancel();
            return _token.Token;
        }
    }

    public sealed override IScheduler Owner => scheduler;

    protected WheelScheduler Scheduler => scheduler;

    public void Cancel()
    {
        _cancelled = true;
        scheduler.Timers.Disarm(this);
        _token?.Cancel();
    }

    public void Cancel(bool throwOnFirstException) => Cancel();

    public void CancelAfter(TimeSpan delay) => scheduler.ScheduleOnce(delay, Cancel);

    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    public sealed override void Fire()
    {
        if (IsCancellationRequested || scheduler.IsStopped)
            return;
        try
        {
            Act();
        }
        catch (Exception cause)
        {
            scheduler.Report(cause);
        }

        if (interval > TimeSpan.Zero && !IsCancellationRequested)
            scheduler.Timers.ArmNext(this, interval);
    }

    protected abstract void Act();
}

internal sealed class TellTimer(
    WheelScheduler scheduler, ICancelable? cancelable, ICanTell receiver, object message, IActorRef? sender, TimeSpan interval)
    : SchedulerTimer(scheduler, cancelable, interval)
{
    protected override void Act() => receiver.Tell(message, sender);
}

internal sealed class ActionTimer(WheelScheduler scheduler, ICancelable? cancelable, Action action, TimeSpan interval)
    : SchedulerTimer(scheduler, cancelable, interval)
{
    protected override void Act() => Scheduler.Enqueue(RunUnlessCancelled);

    private void RunUnlessCancelled()
    {
        if (!IsCancellationRequested)
            action();
    }
}
