using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Answers a test actor's messages as they arrive; each run says who answers the next one.</summary>
public abstract class AutoPilot
{
    /// <summary>Go on with the same pilot.</summary>
    public static KeepRunning KeepRunning => KeepRunning.Instance;

    /// <summary>Answer nothing any more.</summary>
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    /// <summary>Takes a message and returns the pilot for the next one.</summary>
    public abstract AutoPilot Run(IActorRef sender, object message);
}

/// <summary>Says that the pilot stays.</summary>
public sealed class KeepRunning : AutoPilot
{
    /// <summary>The only one.</summary>
    public static readonly KeepRunning Instance = new();

    private KeepRunning()
    {
    }

    /// <summary>Not a pilot of its own.</summary>
    public override AutoPilot Run(IActorRef sender, object message) =>
        throw new InvalidOperationException("KeepRunning is an answer of pilots, not a pilot.");
}

/// <summary>The pilot that does nothing.</summary>
public sealed class NoAutoPilot : AutoPilot
{
    /// <summary>The only one.</summary>
    public static readonly NoAutoPilot Instance = new();

    private NoAutoPilot()
    {
    }

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => this;
}

/// <summary>A pilot as a function.</summary>
public delegate AutoPilot AutoPilotDelegate(IActorRef sender, object message);

/// <summary>A pilot made of a function.</summary>
public sealed class DelegateAutoPilot(AutoPilotDelegate autoPilotDelegate) : AutoPilot
{
    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => autoPilotDelegate(sender, message);
}
