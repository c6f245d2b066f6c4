namespace Akka.Actor;

/// <summary>What an actor sees of the runtime; valid on the actor's own turn only.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    /// <summary>The actor itself.</summary>
    IActorRef Self { get; }

    /// <summary>Who told the message being handled; dead letters when nobody did.</summary>
    IActorRef Sender { get; }

    /// <summary>The actor's supervisor.</summary>
    IActorRef Parent { get; }

    /// <summary>The system the actor lives in.</summary>
    ActorSystem System { get; }

    /// <summary>What the actor was made from.</summary>
    Props Props { get; }

    /// <summary>The silence after which <see cref="Akka.Actor.ReceiveTimeout"/> arrives; null when off.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>The child of that name, <see cref="ActorRefs.Nobody"/> if there is none.</summary>
    IActorRef Child(string name);

    /// <summary>The children at this moment.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Stops a child, or the actor itself, after the message it is handling.</summary>
    void Stop(IActorRef child);

    /// <summary>Replaces the behaviour on top of the stack.</summary>
    void Become(Receive receive);

    /// <summary>Puts a behaviour on top of the stack.</summary>
    void BecomeStacked(Receive receive);

    /// <summary>Goes back to the behaviour below.</summary>
    void UnbecomeStacked();

    /// <summary>Asks for <see cref="Akka.Actor.ReceiveTimeout"/> after each such silence; null turns it off.</summary>
    void SetReceiveTimeout(TimeSpan? timeout);
}

/// <summary>The context of an <see cref="UntypedActor"/>.</summary>
public interface IUntypedActorContext : IActorContext
{
    /// <summary>Replaces the behaviour on top of the stack.</summary>
    void Become(UntypedReceive receive);

    /// <summary>Puts a behaviour on top of the stack.</summary>
    void BecomeStacked(UntypedReceive receive);
}
