namespace Akka.Actor;

/// <summary>The reference that stands for no actor; what is told to it is gone.</summary>
public sealed class Nobody : IActorRef
{
    /// <summary>The only one.</summary>
    public static readonly Nobody Instance = new();

    private Nobody() { }

    /// <inheritdoc/>
    public ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/Nobody");

    /// <inheritdoc/>
    public void Tell(object message, IActorRef? sender) { }

    /// <inheritdoc/>
    public bool Equals(IActorRef? other) => ActorRef.Same(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IActorRef);

    /// <inheritdoc/>
    public override int GetHashCode() => Path.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(IActorRef? other) => ActorRef.Compare(this, other);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => ActorRef.CompareToAny(this, obj);

    /// <inheritdoc/>
    public override string ToString() => $"[{Path}]";
}
