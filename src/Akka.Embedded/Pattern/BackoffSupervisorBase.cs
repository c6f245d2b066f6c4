using Akka.Actor;
using Akka.Event;

namespace Akka.Pattern;

/// <summary>What both backoff supervisors do: keep one child, pass messages on to it, count its starts.</summary>
public abstract class BackoffSupervisorBase : ActorBase
{
    private protected BackoffSupervisorBase()
    {
    }

    internal abstract BackoffPlan Plan { get; }

    private protected IActorRef? Child { get; set; }

    private protected int Restarts { get; private set; }

    private protected bool IsFinalStopUnderway { get; private set; }

    /// <summary>Starts the child.</summary>
    protected override void PreStart() => StartChild();

    private protected bool HandleBackoff(object message)
    {
        switch (message)
        {
            case BackoffSupervisor.StartChild:
                StartChild();
                ScheduleReset();
                break;
            case BackoffSupervisor.Reset when Plan.AutoReset is null:
                Restarts = 0;
                break;
            case BackoffSupervisor.Reset:
                return false;
            case BackoffSupervisor.ResetRestartCount reset:
                Restarts = reset.Current == Restarts ? 0 : Restarts;
                break;
            case BackoffSupervisor.GetRestartCount:
                Sender.Tell(new BackoffSupervisor.RestartCount(Restarts));
                break;
            case BackoffSupervisor.GetCurrentChild:
                Sender.Tell(new BackoffSupervisor.CurrentChild(Child));
                break;
            default:
                PassOn(message);
                break;
        }

        return true;
    }

    /// <summary>The child has ended: waits its time for the next start.</summary>
    private protected void StartAgainLater()
    {
        Child = null;
        Context.System.Scheduler.ScheduleTellOnce(Plan.Delay(Restarts), Self, BackoffSupervisor.StartChild.Instance, Self);
        Restarts++;
    }

    /// <summary>The child has ended of itself, and so does this.</summary>
    private protected void EndWithChild() => End($"Terminating, because child {Child} terminated itself");

    /// <summary>There have been enough starts.</summary>
    private protected void GiveUp() => End(
        $"Terminating on restart #{Restarts + 1} which exceeds max allowed restarts ({Plan.Strategy.MaxNumberOfRetries})");

    private void End(string why)
    {
        Context.GetLogger().Debug(why);
        Context.Stop(Self);
    }

    private void StartChild() => Child ??= Context.Watch(Context.ActorOf(Plan.ChildProps, Plan.ChildName));

    private void ScheduleReset()
    {
        if (Plan.AutoReset is { } quiet)
            Context.System.Scheduler.ScheduleTellOnce(quiet, Self, new BackoffSupervisor.ResetRestartCount(Restarts), Self);
    }

    private void PassOn(object message)
    {
        if (Child is null)
            Refuse(message);
        else if (Child.Equals(Sender))
            Context.Parent.Tell(message);
        else
            Forward(message, Child);
    }

    private void Forward(object message, IActorRef child)
    {
        child.Forward(message);
        IsFinalStopUnderway = IsFinalStopUnderway || IsFinalStop(message);
    }

    private void Refuse(object message)
    {
        if (Plan.ReplyWhileStopped is { } reply)
            Sender.Tell(reply);
        else
            Context.System.DeadLetters.Forward(message);
        if (IsFinalStop(message))
            Context.Stop(Self);
    }

    private bool IsFinalStop(object message) => Plan.IsFinalStop?.Invoke(message) is true;
}
