using Akka.Actor;

namespace Akka.Embedded.Tests.Guarantees.Stress;

/// <summary>What happens to the actors of a run, and how often.</summary>
internal sealed class Mix(params (Deed Deed, int Weight)[] deeds)
{
    private readonly Deed[] _deeds = [.. deeds.SelectMany(deed => Enumerable.Repeat(deed.Deed, deed.Weight))];

    /// <summary>Whether a failure concerns all children of a supervisor.</summary>
    public bool IsAllForOne { get; init; }

    /// <summary>Whether handlers await something.</summary>
    public bool IsAsynchronous { get; init; }

    /// <summary>Whether the threads ask rather than tell.</summary>
    public bool IsAsked { get; init; }

    public Deed Choose(Random random) => _deeds[random.Next(_deeds.Length)];

    public SupervisorStrategy Strategy() =>
        IsAllForOne ? new AllForOneStrategy(-1, -1, Decide, loggingEnabled: false) : new OneForOneStrategy(-1, -1, Decide, loggingEnabled: false);

    private static Directive Decide(Exception cause) => cause is CrashException crash ? crash.Directive : Directive.Restart;
}
