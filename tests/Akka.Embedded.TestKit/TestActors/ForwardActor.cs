using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Passes every message on, keeping its sender.</summary>
public class ForwardActor : ReceiveActor
{
    /// <summary>Passes on to <paramref name="target"/>.</summary>
    public ForwardActor(IActorRef target) => ReceiveAny(target.Forward);

    /// <summary>How it is made.</summary>
    public static Props Props(IActorRef target) => Actor.Props.Create(() => new ForwardActor(target));
}
