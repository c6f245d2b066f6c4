using Akka.Actor;

namespace Akka.Pattern;

/// <summary>How a <see cref="BackoffSupervisor"/> treats its child. Immutable.</summary>
public abstract class BackoffOptions
{
    private protected BackoffOptions()
    {
    }

    internal abstract BackoffPlan Plan { get; }

    /// <summary>Forgets earlier failures when none has come for so long.</summary>
    public abstract BackoffOptions WithAutoReset(TimeSpan resetBackoff);

    /// <summary>Forgets earlier failures only on <see cref="BackoffSupervisor.Reset"/>.</summary>
    public abstract BackoffOptions WithManualReset();

    /// <summary>Decides about failures of the child with a strategy.</summary>
    public abstract BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy);

    /// <summary>Stops the child at every failure.</summary>
    public abstract BackoffOptions WithDefaultStoppingStrategy();

    /// <summary>Answers messages with this while there is no child.</summary>
    public abstract BackoffOptions WithReplyWhileStopped(object replyWhileStopped);

    /// <summary>Ends for good when the child ends after such a message.</summary>
    public abstract BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage);

    /// <summary>Gives up after so many starts in a row; −1 never.</summary>
    public abstract BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries);
}

/// <summary>Options that change a plan.</summary>
internal sealed class PlannedBackoff(BackoffPlan plan) : BackoffOptions
{
    internal override BackoffPlan Plan => plan;

    public override BackoffOptions WithAutoReset(TimeSpan resetBackoff) => new PlannedBackoff(plan with { AutoReset = resetBackoff });

    public override BackoffOptions WithManualReset() => new PlannedBackoff(plan with { AutoReset = null });

    public override BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy) =>
        new PlannedBackoff(plan with { Strategy = supervisorStrategy });

    public override BackoffOptions WithDefaultStoppingStrategy() => new PlannedBackoff(
        plan with { Strategy = new OneForOneStrategy(plan.Strategy.MaxNumberOfRetries, null, SupervisorStrategy.StoppingStrategy.Decider) });

    public override BackoffOptions WithReplyWhileStopped(object replyWhileStopped) =>
        new PlannedBackoff(plan with { ReplyWhileStopped = replyWhileStopped });

    public override BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage) =>
        new PlannedBackoff(plan with { IsFinalStop = isFinalStopMessage });

    public override BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) =>
        new PlannedBackoff(plan with { Strategy = plan.Strategy.WithMaxNrOfRetries(maxNrOfRetries) });
}
