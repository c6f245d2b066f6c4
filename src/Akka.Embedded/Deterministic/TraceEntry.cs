using Akka.Actor;

namespace Akka.Embedded.Deterministic;

/// <summary>One message at the moment its actor gets it.</summary>
/// <param name="Time">The virtual time since the beginning.</param>
/// <param name="Actor">The actor that gets it.</param>
/// <param name="Message">The message; of a timer, what the timer carries.</param>
/// <param name="Sender">Who told it; null when nobody did.</param>
public readonly record struct TraceEntry(TimeSpan Time, IActorRef Actor, object Message, IActorRef? Sender)
{
    /// <summary>Time, path of the actor and message, on one line.</summary>
    public override string ToString() => $"{Time:c} {Actor.Path} <- {Message}";
}
