namespace Akka.Actor;

/// <summary>The reference that stands for no actor; what is told to it is gone.</summary>
public sealed class Nobody : IActorRef
{
    /// <summary>The only one.</summary>
    public static readonly Nobody Instance = new();

    private Nobody() => Path = new RootActorPath(new Address("akka", "all-systems"), "/Nobody");

    /// <inheritdoc/>
    public ActorPath Path { get; }

    /// <inheritdoc/>
    public void Tell(object message, IActorRef? sender) => ActorRef.RequireMessage(message);

    /// <inheritdoc/>
    public bool Equals(IActorRef? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => Path.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(IActorRef? other) => ActorRef.Compare(this, other);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => ActorRef.Compare(this, obj as IActorRef);

    /// <inheritdoc/>
    public override string ToString() => "[Nobody]";
}
