using Akka.Actor;

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

    /// <summary>Decides about failures of the child; the budget of starts is counted here rather than by the strategy.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(Decide);

    private protected virtual Directive Decide(Exception cause) => Plan.Decider.Decide(cause);

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

    /// <summary>Waits its time for the next start, or ends when there have been enough.</summary>
    private protected void StartAgainLater()
    {
        Child = null;
        if (IsFinalStopUnderway || !Plan.AllowsStart(Restarts + 1))
        {
            Context.Stop(Self);
            return;
        }

        Context.System.Scheduler.ScheduleTellOnce(Plan.Delay(Restarts), Self, BackoffSupervisor.StartChild.Instance, Self);
        Restarts++;
    }

    private void StartChild() => Child ??= Context.Watch(Context.ActorOf(Plan.ChildProps, Plan.ChildName));

    private void ScheduleReset()
    {
        if (Plan.AutoReset is { } quiet)
            Context.System.Scheduler.ScheduleTellOnce(quiet, Self, new BackoffSupervisor.ResetRestartCount(Restarts), Self);
    }

    private void PassOn(object message)
    {
        var isFinal = Plan.IsFinalStop?.Invoke(message) is true;
        if (Child is { } child && child.Equals(Sender))
        {
            Context.Parent.Forward(message);
        }
        else if (Child is { } receiver)
        {
            receiver.Forward(message);
            IsFinalStopUnderway |= isFinal;
        }
        else
        {
            if (Plan.ReplyWhileStopped is { } reply)
                Sender.Tell(reply);
            else
                Context.System.DeadLetters.Forward(message);
            if (isFinal)
                Context.Stop(Self);
        }
    }
}
