using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Where messages go that have no receiver any more: they are published as <see cref="DeadLetter"/>s.</summary>
internal class DeadLetterRef(ActorPath path, EventStream eventStream) : ActorRef
{
    public override ActorPath Path { get; } = path;

    public override void Tell(object message, IActorRef? sender)
    {
        RequireMessage(message);
        if (message is AllDeadLetters published)
            eventStream.Publish(published);
        else
            Undelivered(message, sender, this);
    }

    public override void SendSystem(SystemMessage message) => AfterDeath(message, this);

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
                eventStream.Publish(new SuppressedDeadLetter(message, sender ?? this, this));
                return;
            default:
                eventStream.Publish(new DeadLetter(message, sender ?? this, recipient));
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

/// <summary>Stands where a path leads nowhere.</summary>
internal sealed class EmptyRef(ActorPath path, EventStream eventStream) : DeadLetterRef(path, eventStream);

/// <summary>Swallows everything told to it.</summary>
internal sealed class IgnoreRef(ActorPath path) : ActorRef
{
    public override ActorPath Path { get; } = path;

    public override void Tell(object message, IActorRef? sender) => RequireMessage(message);
}
