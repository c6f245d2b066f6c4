using Akka.Actor;
using Akka.Event;

namespace Akka.Pattern;

/// <summary>Starts its child again after it has ended, each time after a longer wait.</summary>
public sealed class BackoffSupervisor : BackoffSupervisorBase
{
    internal BackoffSupervisor(BackoffPlan plan) => Plan = plan;

    internal override BackoffPlan Plan { get; }

    /// <summary>Props of the supervisor that the options describe.</summary>
    public static Props Props(BackoffOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var plan = options.Plan.Checked();
        return Actor.Props.Create(plan.OnFailure ? typeof(BackoffOnFailureSupervisor) : typeof(BackoffSupervisor), plan);
    }

    /// <summary>The strategy of the options: a child that it restarts is not one that has ended.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => Plan.Strategy;

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        if (message is not Terminated dead || !dead.ActorRef.Equals(Child))
            return HandleBackoff(message);

        if (IsFinalStopUnderway)
            Context.Stop(Self);
        else if (Plan.AllowsStart(Restarts + 1))
            StartAgainLater();
        else
            GiveUp();
        return true;
    }

    /// <summary>Asks for the child.</summary>
    public sealed class GetCurrentChild
    {
        /// <summary>The only one.</summary>
        public static readonly GetCurrentChild Instance = new();

        private GetCurrentChild()
        {
        }
    }

    /// <summary>Answers <see cref="GetCurrentChild"/>.</summary>
    public sealed class CurrentChild(IActorRef? @ref)
    {
        /// <summary>The child, or null while there is none.</summary>
        public IActorRef? Ref => @ref;
    }

    /// <summary>Forgets the starts so far, where that is left to messages.</summary>
    public sealed class Reset
    {
        /// <summary>The only one.</summary>
        public static readonly Reset Instance = new();

        private Reset()
        {
        }
    }

    /// <summary>Asks for the number of starts.</summary>
    public sealed class GetRestartCount
    {
        /// <summary>The only one.</summary>
        public static readonly GetRestartCount Instance = new();

        private GetRestartCount()
        {
        }
    }

    /// <summary>Answers <see cref="GetRestartCount"/>.</summary>
    public sealed class RestartCount(int count)
    {
        /// <summary>The starts in a row.</summary>
        public int Count => count;
    }

    internal sealed class StartChild : IDeadLetterSuppression
    {
        public static readonly StartChild Instance = new();
    }

    internal sealed record ResetRestartCount(int Current) : IDeadLetterSuppression;
}
