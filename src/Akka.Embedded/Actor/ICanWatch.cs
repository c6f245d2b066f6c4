namespace Akka.Actor;

/// <summary>Learns of the death of actors.</summary>
public interface ICanWatch
{
    /// <summary>Asks for one <see cref="Terminated"/> when <paramref name="subject"/> has stopped; answers the subject.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Asks for <paramref name="message"/> in place of <see cref="Terminated"/>; answers the subject.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Takes the wish back, even when the news is already in the mailbox; answers the subject.</summary>
    IActorRef Unwatch(IActorRef subject);
}
