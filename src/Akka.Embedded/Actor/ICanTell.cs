namespace Akka.Actor;

/// <summary>Something that messages can be told to.</summary>
public interface ICanTell
{
    /// <summary>Delivers a message at most once, without waiting; <paramref name="sender"/> is whom an answer goes to.</summary>
    void Tell(object message, IActorRef? sender);
}
