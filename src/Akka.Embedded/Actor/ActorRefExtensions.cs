namespace Akka.Actor;

/// <summary>Telling with the sender filled in by the runtime.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Tells a message; the sender is the actor whose turn it is on this thread, else nobody.</summary>
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ImplicitSender.Current);

    /// <summary>Passes a message on, keeping the original sender.</summary>
    public static void Forward(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Sender);
}

/// <summary>Questions about a reference.</summary>
public static class ActorRefExtensions
{
    /// <summary>Whether the reference is missing, <see cref="ActorRefs.Nobody"/>, or dead letters.</summary>
    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or Nobody || actorRef is DeadLetterRef and not EmptyRef;

    /// <summary>The reference, or another one when it is nobody.</summary>
    public static IActorRef GetOrElse(this IActorRef? actorRef, Func<IActorRef> elseValue) =>
        actorRef.IsNobody() ? elseValue() : actorRef!;
}

/// <summary>Shorter ways to create actors.</summary>
public static class ActorRefFactoryExtensions
{
    /// <summary>Creates a child of a type with a parameterless constructor.</summary>
    public static IActorRef ActorOf<TActor>(this IActorRefFactory factory, string? name = null)
        where TActor : ActorBase, new() => factory.ActorOf(Props.Create<TActor>(), name);

    /// <summary>Names actors relative to a given one.</summary>
    public static ActorSelection ActorSelection(this IActorRefFactory factory, IActorRef anchorRef, string actorPath) =>
        new(anchorRef, actorPath);
}
