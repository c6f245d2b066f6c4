namespace Akka.Actor;

/// <summary>An order to run an action; its next time is set when it has run, so that it never overtakes itself.</summary>
internal sealed class ActionTimer(HashedWheelTimerScheduler scheduler, Action action, TimeSpan interval) : SchedulerTimer(scheduler, interval)
{
    private Action? _action = action;

    protected override void Act() => Scheduler.Enqueue(Run);

    protected override void Release() => Volatile.Write(ref _action, null);

    private void Run()
    {
        var run = Volatile.Read(ref _action);
        if (IsCancellationRequested)
            return;

        try
        {
            run!();
        }
        catch (Exception cause)
        {
            Fail(cause);
            return;
        }

        Continue();
    }
}
