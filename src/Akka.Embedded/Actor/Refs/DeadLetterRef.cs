using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Where messages go that have no receiver any more: they are published as <see cref="DeadLetter"/>s.</summary>
internal class DeadLetterRef(ActorSystemImpl system, ActorPath path) : ActorRef
{
    public override ActorPath Path { get; } = path;

    public override ActorSystemImpl OwningSystem => system;

    public override void Tell(object message, IActorRef? sender)
    {
        switch (message)
        {
            case null:
                throw new InvalidMessageException();
            case Identify identify when this is not EmptyRef:
                sender?.Tell(new ActorIdentity(identify.MessageId, ActorRefs.Nobody), this);
                break;
            case AllDeadLetters published:
                system.EventStream.Publish(published);
                break;
            default:
                Undelivered(message, sender, this);
                break;
        }
    }

    /// <summary>A message came too late for its receiver.</summary>
    public void Undelivered(object message, IActorRef? sender, IActorRef recipient)
    {
        switch (message)
        {
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), this);
                return;
            case ActorSelectionMessage selection:
                Undelivered(selection.Message, sender, recipient);
                return;
            case AllDeadLetters:
                // Published to a subscriber that has died: publishing it again would never end.
                return;
            case IDeadLetterSuppression:
                system.EventStream.Publish(new SuppressedDeadLetter(message, sender ?? this, this));
                return;
            default:
                system.EventStream.Publish(new DeadLetter(message, sender ?? this, recipient));
                return;
        }
    }

    /// <summary>A signal came too late: whoever watches the dead is told so at once.</summary>
    public void AfterDeath(SystemMessage message, ActorRef recipient)
    {
        if (message is Watch watch && !watch.Watcher.Equals(recipient))
            watch.Watcher.SendSystem(new DeathWatchNotification(recipient, ExistenceConfirmed: false));
    }
}

/// <summary>Stands where a path leads nowhere. Unlike dead letters, which never die, it was never alive.</summary>
internal sealed class EmptyRef(ActorSystemImpl system, ActorPath path) : DeadLetterRef(system, path)
{
    public override void SendSystem(SystemMessage message) => AfterDeath(message, this);
}

/// <summary>Swallows everything told to it, whatever path it stands at.</summary>
internal sealed class IgnoreRef(ActorSystemImpl system, ActorPath path) : ActorRef
{
    public override ActorPath Path { get; } = path;

    public override ActorSystemImpl OwningSystem => system;

    public override void Tell(object message, IActorRef? sender) { }
}
