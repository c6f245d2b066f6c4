using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>The reference to an actor of this process. It outlives the actor; what comes too late goes to dead letters.</summary>
internal sealed class LocalRef : ActorRef
{
    public LocalRef(ActorSystemImpl system, ActorRef? parent, ActorPath path, Props props, Dispatcher dispatcher)
    {
        Path = path;
        Cell = new ActorCell(system, this, parent, props, dispatcher);
    }

    public override ActorPath Path { get; }

    public ActorCell Cell { get; }

    public override ActorRef Parent => Cell.ParentRef as LocalRef ?? this;

    public override ActorSystemImpl OwningSystem => Cell.System;

    public override IEnumerable<ActorRef> Children => Cell.Children?.Snapshot() ?? [];

    public override void Tell(object message, IActorRef? sender)
    {
        RequireMessage(message);
        if (!Cell.Mailbox.Enqueue(new Envelope(message, sender)))
            Cell.System.DeadLetterRef.Undelivered(message, sender, this);
    }

    public override void SendSystem(SystemMessage message)
    {
        if (!Cell.Mailbox.EnqueueSystem(message))
            Cell.System.DeadLetterRef.AfterDeath(message, this);
    }

    /// <summary>The child of a name; with <c>#uid</c> behind it, that incarnation only.</summary>
    public override ActorRef? GetChild(string name)
    {
        if (!ActorPath.TrySplitUid(name, out var bare, out var uid))
            return null;
        return Cell.Children?.Find(bare) is { } child
            ? uid == 0 || uid == child.Path.Uid ? child : null
            : Cell.System.ExtraChild(this, bare);
    }
}
