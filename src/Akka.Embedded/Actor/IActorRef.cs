namespace Akka.Actor;

/// <summary>A handle to one incarnation of an actor; equal to every other handle with the same path and uid.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    /// <summary>Where the actor stands in the tree, with the uid of its incarnation.</summary>
    ActorPath Path { get; }
}
