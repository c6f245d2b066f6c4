using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Starts its child again after it has thrown, each time after a longer wait.</summary>
internal sealed class BackoffOnFailureSupervisor(BackoffPlan plan) : BackoffSupervisorBase
{
    private bool _childHasFailed;

    internal override BackoffPlan Plan => plan;

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(plan.Strategy.MaxNumberOfRetries, plan.Strategy.WithinTimeRangeMilliseconds, Decide);

    protected override bool Receive(object message)
    {
        if (message is not Terminated dead || !dead.ActorRef.Equals(Child))
            return HandleBackoff(message);

        if (_childHasFailed)
            StartAgainLater();
        else
            EndWithChild();
        _childHasFailed = false;
        return true;
    }

    /// <summary>A restart becomes a stop now and a start later, or the end when there have been enough.</summary>
    private Directive Decide(Exception cause)
    {
        var directive = plan.Strategy.Decider.Decide(cause);
        if (directive != Directive.Restart)
            return directive;

        _childHasFailed = plan.AllowsStart(Restarts + 1);
        if (!_childHasFailed)
            GiveUp();
        return Directive.Stop;
    }
}
