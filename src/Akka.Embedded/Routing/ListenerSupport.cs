using Akka.Actor;

namespace Akka.Routing;

/// <summary>Those who listen to an actor, each once.</summary>
internal sealed class ListenerSupport
{
    private HashSet<IActorRef>? _listeners;

    public void Add(IActorRef listener) => (_listeners ??= []).Add(listener);

    public void Remove(IActorRef listener) => _listeners?.Remove(listener);

    /// <summary>Tells all of them the same.</summary>
    public void Gossip(object message, IActorRef sender)
    {
        foreach (var listener in _listeners ?? [])
            listener.Tell(message, sender);
    }
}
