using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>
/// What every reference of the runtime can do: take messages, take system messages, and be walked to by name.
/// A reference of another kind (a probe, say) stands for one of these: see <see cref="IActorRefWrapper"/>.
/// </summary>
internal abstract class ActorRef : IActorRef
{
    public abstract ActorPath Path { get; }

    public virtual ActorRef? Parent => null;

    public abstract void Tell(object message, IActorRef? sender);

    public virtual void SendSystem(SystemMessage message) { }

    public virtual ActorRef? GetChild(string name) => null;

    public virtual IEnumerable<ActorRef> Children => [];

    /// <summary>The system of the actor; null for references that belong to none.</summary>
    public virtual ActorSystemImpl? OwningSystem => null;

    /// <summary>The reference of the runtime behind any reference; null for one that is not of this runtime.</summary>
    public static ActorRef? Of(IActorRef reference)
    {
        while (reference is IActorRefWrapper wrapper)
            reference = wrapper.Inner;
        return reference as ActorRef;
    }

    /// <summary>The threads and the time of an actor.</summary>
    public static IPlatform PlatformOf(IActorRef reference) => Of(reference)?.OwningSystem?.Platform ?? ProcessPlatform.Instance;

    public static void RequireMessage(object message)
    {
        if (message is null)
            throw new ArgumentNullException(nameof(message), "Message cannot be null.");
    }

    public static int Compare(IActorRef left, IActorRef? right)
    {
        if (right is null)
            return 1;
        var byPath = left.Path.CompareTo(right.Path);
        return byPath != 0 ? byPath : left.Path.Uid.CompareTo(right.Path.Uid);
    }

    public static int CompareToAny(IActorRef left, object? right) => right switch
    {
        null => 1,
        IActorRef other => Compare(left, other),
        _ => throw new ArgumentException($"Object must be of type IActorRef, found {right.GetType()} instead.", nameof(right)),
    };

    public static bool Same(IActorRef left, IActorRef? right) =>
        ReferenceEquals(left, right)
        || (right is not null && left.Path.Uid == right.Path.Uid && left.Path.Equals(right.Path));

    public bool Equals(IActorRef? other) => Same(this, other);

    public sealed override bool Equals(object? obj) => obj is IActorRef other && Equals(other);

    public sealed override int GetHashCode() => Path.Uid == 0 ? Path.GetHashCode() : Path.Uid.GetHashCode();

    public int CompareTo(IActorRef? other) => Compare(this, other);

    public int CompareTo(object? obj) => CompareToAny(this, obj);

    public override string ToString() => Path.Uid == 0 ? $"[{Path}]" : $"[{Path}#{Path.Uid}]";
}

/// <summary>A reference that stands for another one, as a test probe stands for its actor.</summary>
internal interface IActorRefWrapper
{
    IActorRef Inner { get; }
}
