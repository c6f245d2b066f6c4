namespace Akka.Actor;

/// <summary>Creates actors below itself and finds actors by path; both the system and an actor's context are one.</summary>
public interface IActorRefFactory
{
    /// <summary>Creates a child; it starts on its own and the reference can be told messages at once.</summary>
    IActorRef ActorOf(Props props, string? name = null);

    /// <summary>Names the actors at a path, whether or not they exist yet.</summary>
    ActorSelection ActorSelection(ActorPath actorPath);

    /// <summary>Names the actors at a path, relative to this factory unless it starts with a slash or a protocol.</summary>
    ActorSelection ActorSelection(string actorPath);
}
