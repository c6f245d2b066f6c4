using Akka.Actor;

namespace Akka.Event;

/// <summary>The bulletin board of a system: events by type, log events and dead letters among them.</summary>
public class EventStream : LoggingBus
{
    private readonly bool _debug;
    private EventStreamJanitor? _janitor;

    /// <summary>A stream; with <paramref name="debug"/> it logs who comes and goes.</summary>
    public EventStream(bool debug) => _debug = debug;

    /// <inheritdoc/>
    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var changed = base.Subscribe(subscriber, channel);
        // Only now: one that is dead already is removed on the spot.
        _janitor?.Watch(subscriber);
        if (_debug)
            Say($"subscribing {subscriber} to channel {channel}");
        return changed;
    }

    /// <inheritdoc/>
    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        if (_debug)
            Say($"unsubscribing {subscriber} from channel {channel}");
        return base.Unsubscribe(subscriber, channel);
    }

    /// <inheritdoc/>
    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        if (_debug)
            Say($"unsubscribing {subscriber} from all channels");
        return base.Unsubscribe(subscriber);
    }

    /// <summary>From now on subscribers that stop are removed.</summary>
    internal void StartJanitor(ActorPath path) => _janitor = new EventStreamJanitor(this, path);

    private void Say(string what) => Publish(new Debug("EventStream", GetType(), what));
}

/// <summary>Shorter ways to subscribe.</summary>
public static class EventStreamExtensions
{
    /// <summary>Delivers events of a type to the subscriber; false when it gets them already.</summary>
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Subscribe(subscriber, typeof(TChannel));

    /// <summary>Ends the delivery of a type to the subscriber; false when it did not get them.</summary>
    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
