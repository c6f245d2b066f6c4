using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Event;

/// <summary>
/// Delivers events to those who subscribed to their type, a base type or an interface. Publishing reads an immutable
/// snapshot; subscribing replaces it.
/// </summary>
public class LoggingBus
{
    private readonly Lock _gate = new();
    private volatile ImmutableDictionary<IActorRef, Interest> _interests = ImmutableDictionary<IActorRef, Interest>.Empty;
    private volatile ConcurrentDictionary<Type, IActorRef[]> _routes = new();

    /// <summary>The least severe level that is logged.</summary>
    public LogLevel LogLevel { get; private set; } = LogLevel.InfoLevel;

    internal bool LogsNothing { get; private set; }

    internal ImmutableArray<IActorRef> Loggers { get; set; } = [];

    /// <summary>Sets the least severe level that is logged.</summary>
    public virtual void SetLogLevel(LogLevel logLevel)
    {
        LogLevel = logLevel;
        foreach (var logger in Loggers)
            SubscribeLogger(logger, logLevel);
    }

    /// <summary>Delivers events of a type to the subscriber; false when it gets them already.</summary>
    public virtual bool Subscribe(IActorRef subscriber, Type classifier) =>
        Change(subscriber, interest => interest.With(classifier));

    /// <summary>Ends the delivery of a type to the subscriber; false when it did not get them.</summary>
    public virtual bool Unsubscribe(IActorRef subscriber, Type classifier) =>
        Change(subscriber, interest => interest.Without(classifier));

    /// <summary>Ends every delivery to the subscriber; false when it got nothing.</summary>
    public virtual bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return Change(subscriber, static _ => Interest.None);
    }

    /// <summary>Delivers an event to all who subscribed to it.</summary>
    public virtual void Publish(object @event)
    {
        var routes = _routes;
        if (!routes.TryGetValue(@event.GetType(), out var subscribers))
            subscribers = routes[@event.GetType()] = [.. _interests.Where(pair => pair.Value.Covers(@event.GetType())).Select(pair => pair.Key)];
        foreach (var subscriber in subscribers)
            subscriber.Tell(@event, ActorRefs.NoSender);
    }

    /// <summary>Has a logger get what the level lets through, and no more.</summary>
    internal void SubscribeLogger(IActorRef logger, LogLevel level)
    {
        foreach (var each in Enum.GetValues<LogLevel>())
        {
            if (each >= level && !LogsNothing)
                Subscribe(logger, each.ClassFor());
            else
                Unsubscribe(logger, each.ClassFor());
        }
    }

    /// <summary>Turns logging off altogether.</summary>
    internal void LogNothing()
    {
        LogsNothing = true;
        SetLogLevel(LogLevel.ErrorLevel);
    }

    private bool Change(IActorRef subscriber, Func<Interest, Interest> change)
    {
        lock (_gate)
        {
            var before = _interests.GetValueOrDefault(subscriber, Interest.None);
            var after = change(before);
            if (ReferenceEquals(before, after) || (before.IsNone && after.IsNone))
                return false;
            _interests = after.IsNone ? _interests.Remove(subscriber) : _interests.SetItem(subscriber, after);
            _routes = new();
            return true;
        }
    }
}
