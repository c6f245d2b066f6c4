using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Starts its child again after it has thrown, each time after a longer wait.</summary>
internal sealed class BackoffOnFailureSupervisor(BackoffPlan plan) : BackoffSupervisorBase
{
    private bool _childHasFailed;

    internal override BackoffPlan Plan => plan;

    /// <summary>A restart becomes a stop now and a start later.</summary>
    private protected override Directive Decide(Exception cause)
    {
        var directive = plan.Decider.Decide(cause);
        if (directive != Directive.Restart)
            return directive;

        _childHasFailed = true;
        return Directive.Stop;
    }

    protected override bool Receive(object message)
    {
        if (message is not Terminated dead || !dead.ActorRef.Equals(Child))
            return HandleBackoff(message);

        if (_childHasFailed)
            StartAgainLater();
        else
            Context.Stop(Self);
        _childHasFailed = false;
        return true;
    }
}
