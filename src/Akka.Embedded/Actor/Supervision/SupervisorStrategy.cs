using Akka.Event;

namespace Akka.Actor;

/// <summary>Decides about failed children and carries the decision out.</summary>
public abstract class SupervisorStrategy
{
    private protected SupervisorStrategy(int maxRetries, int withinMilliseconds, bool loggingEnabled)
    {
        MaxRetries = maxRetries;
        WithinMilliseconds = withinMilliseconds;
        LoggingEnabled = loggingEnabled;
    }

    /// <summary>Stops after failures of initialization, kills and broken death pacts; restarts after any other.</summary>
    public static readonly IDecider DefaultDecider = Akka.Actor.Decider.From(
        Directive.Restart,
        Directive.Stop.When<ActorInitializationException>(),
        Directive.Stop.When<ActorKilledException>(),
        Directive.Stop.When<DeathPactException>());

    /// <summary>One for one, without bound, by the default decider.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    /// <summary>One for one, stopping whatever fails.</summary>
    public static readonly SupervisorStrategy StoppingStrategy = new OneForOneStrategy(static _ => Directive.Stop);

    /// <summary>Chooses the directive.</summary>
    public abstract IDecider Decider { get; }

    /// <summary>Whether decisions are logged.</summary>
    protected bool LoggingEnabled { get; set; }

    internal int MaxRetries { get; }

    internal int WithinMilliseconds { get; }

    /// <summary>Decides about a failure and acts; false means that it is the supervisor's own failure now.</summary>
    internal bool HandleFailure(ActorCell supervisor, LocalRef child, Exception cause)
    {
        var directive = Decider.Decide(cause);
        Log(supervisor, child, cause, directive);
        switch (directive)
        {
            case Directive.Escalate:
                return false;
            case Directive.Resume:
                child.SendSystem(new Dispatch.Resume(cause));
                return true;
            default:
                Carry(supervisor, directive == Directive.Restart, child, cause);
                return true;
        }
    }

    /// <summary>Restarts or stops the children that the strategy speaks of.</summary>
    internal abstract void Carry(ActorCell supervisor, bool restart, LocalRef child, Exception cause);

    private protected bool MayRestart(LocalRef child) =>
        (child.Cell.Budget ??= new RestartBudget()).TryTake(MaxRetries, WithinMilliseconds, child.Cell.System.Platform.Time);

    private void Log(ActorCell supervisor, LocalRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled || directive == Directive.Escalate)
            return;

        var message = cause is ActorInitializationException { InnerException: { } inner } ? inner.Message : cause.Message;
        var source = child.Path.ToString();
        supervisor.System.EventStream.Publish(directive == Directive.Resume
            ? new Warning(source, GetType(), message)
            : new Error(cause, source, GetType(), message));
    }
}
