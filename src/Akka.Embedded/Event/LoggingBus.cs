using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Event;

/// <summary>
/// Delivers events to those who subscribed to their type, a base type or an interface. Publishing reads the route of
/// the event's type, which is made once and thrown away whenever somebody comes or goes.
/// </summary>
public class LoggingBus
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<Type, Channel> _channels = [];
    private volatile ConcurrentDictionary<Type, IActorRef[]> _routes = new();
    private ImmutableArray<IActorRef> _loggers = [];

    /// <summary>The least severe level that the loggers get.</summary>
    public LogLevel LogLevel { get; private set; }

    /// <summary>Sets the least severe level that the loggers get. Adapters made before keep the level of their time.</summary>
    public void SetLogLevel(LogLevel logLevel)
    {
        LogLevel = logLevel;
        foreach (var logger in _loggers)
        {
            SubscribeFrom(logLevel, logger);
            foreach (var lower in Enum.GetValues<LogLevel>().Where(level => level < logLevel))
                Unsubscribe(logger, lower.ClassFor());
        }
    }

    /// <summary>Delivers events of a type to the subscriber; false when it has subscribed to that very type already.</summary>
    public virtual bool Subscribe(IActorRef subscriber, Type classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return Change(() =>
        {
            if (!_channels.TryGetValue(classifier, out var channel))
                _channels.Add(classifier, channel = new Channel(classifier));
            return channel.Add(subscriber);
        });
    }

    /// <summary>
    /// Ends the subscription to a type or, where nobody ever subscribed to it, takes it out of those to its bases; false
    /// when there was nothing to end.
    /// </summary>
    public virtual bool Unsubscribe(IActorRef subscriber, Type classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return Change(() => _channels.TryGetValue(classifier, out var channel)
            ? channel.Remove(subscriber)
            : _channels.Values.Count(wider => wider.Except(subscriber, classifier)) > 0);
    }

    /// <summary>Ends every subscription of the subscriber; false when it had none.</summary>
    public virtual bool Unsubscribe(IActorRef subscriber) =>
        Change(() => _channels.Values.Count(channel => channel.Remove(subscriber)) > 0);

    /// <summary>Delivers an event to all who subscribed to it, to each of them once.</summary>
    public virtual void Publish(object @event)
    {
        var type = @event.GetType();
        if (!_routes.TryGetValue(type, out var subscribers))
            subscribers = Route(type);
        foreach (var subscriber in subscribers)
            subscriber.Tell(@event);
    }

    /// <summary>Has a logger get what the level lets through, from now on.</summary>
    internal void AddLogger(IActorRef logger)
    {
        ImmutableInterlocked.Update(ref _loggers, static (loggers, added) => loggers.Add(added), logger);
        SubscribeFrom(LogLevel, logger);
    }

    /// <summary>Ends the delivery to the loggers.</summary>
    internal void RemoveLoggers()
    {
        foreach (var logger in ImmutableInterlocked.InterlockedExchange(ref _loggers, []))
            Unsubscribe(logger);
    }

    /// <summary>Subscribes to the events of a level and of those above it.</summary>
    internal void SubscribeFrom(LogLevel lowest, IActorRef logger)
    {
        foreach (var level in Enum.GetValues<LogLevel>().Where(level => level >= lowest))
            Subscribe(logger, level.ClassFor());
    }

    private IActorRef[] Route(Type type)
    {
        lock (_gate)
        {
            var receivers = new OrderedDictionary<IActorRef, bool>();
            foreach (var channel in _channels.Values)
                channel.Collect(type, receivers);
            return _routes[type] = [.. receivers.Keys];
        }
    }

    private bool Change(Func<bool> change)
    {
        lock (_gate)
        {
            if (!change())
                return false;
            _routes = new();
            return true;
        }
    }
}
