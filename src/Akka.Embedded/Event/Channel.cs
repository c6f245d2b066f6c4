using Akka.Actor;

namespace Akka.Event;

/// <summary>Who subscribed to a type, in the order they came, and what each of them has taken out of it since. Guarded by its bus.</summary>
internal sealed class Channel(Type type)
{
    private readonly Dictionary<IActorRef, HashSet<Type>?> _subscribers = [];

    public bool Add(IActorRef subscriber) => _subscribers.TryAdd(subscriber, null);

    public bool Remove(IActorRef subscriber) => _subscribers.Remove(subscriber);

    /// <summary>Takes a narrower type out of what the subscriber gets; false when it gets nothing of this channel.</summary>
    public bool Except(IActorRef subscriber, Type narrower)
    {
        if (!type.IsAssignableFrom(narrower) || !_subscribers.TryGetValue(subscriber, out var exceptions))
            return false;
        if (exceptions is null)
            _subscribers[subscriber] = exceptions = [];
        exceptions.Add(narrower);
        return true;
    }

    /// <summary>Adds to <paramref name="receivers"/> those who get events of a type through this channel.</summary>
    public void Collect(Type eventType, OrderedDictionary<IActorRef, bool> receivers)
    {
        if (!type.IsAssignableFrom(eventType))
            return;
        foreach (var (subscriber, exceptions) in _subscribers)
            if (exceptions is null || !exceptions.Any(exception => exception.IsAssignableFrom(eventType)))
                receivers.TryAdd(subscriber, true);
    }
}
