using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Handles nothing, so that every message becomes an <see cref="Event.UnhandledMessage"/>.</summary>
public class UnhandledMessageActor : ReceiveActor
{
    /// <summary>An actor without handlers.</summary>
    public UnhandledMessageActor() => ReceiveAny(Unhandled);
}
