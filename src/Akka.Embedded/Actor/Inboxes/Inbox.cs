using Akka.Configuration;

namespace Akka.Actor;

/// <summary>A mailbox for code that is no actor: told to like an actor, read by whoever holds it.</summary>
public class Inbox : IInboxable, IDisposable
{
    private readonly ActorSystemImpl _system;
    private readonly TimeSpan _defaultTimeout;

    private Inbox(ActorSystemImpl system, IActorRef receiver, TimeSpan defaultTimeout)
    {
        _system = system;
        _defaultTimeout = defaultTimeout;
        Receiver = receiver;
    }

    /// <inheritdoc/>
    public IActorRef Receiver { get; }

    /// <summary>A new inbox; <c>akka.actor.inbox</c> says how much it keeps and how long it waits by default.</summary>
    public static Inbox Create(ActorSystem system)
    {
        var config = system.Settings.Config.GetConfig("akka.actor.inbox")
            ?? throw ConfigurationException.NullOrEmptyConfig<Inbox>("akka.actor.inbox");
        var capacity = config.GetInt("inbox-size");
        var implementation = (ActorSystemImpl)system;
        var receiver = implementation.SystemActorOf(Props.Create(() => new InboxActor(capacity)), implementation.NextInboxName());
        return new(implementation, receiver, config.GetTimeSpan("default-timeout"));
    }

    /// <inheritdoc/>
    public object Receive() => Receive(_defaultTimeout);

    /// <inheritdoc/>
    public object Receive(TimeSpan timeout) => Await(ReceiveAsync(timeout), timeout);

    /// <inheritdoc/>
    public object ReceiveWhere(Predicate<object> predicate) => ReceiveWhere(predicate, _defaultTimeout);

    /// <inheritdoc/>
    public object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout) => Await(Take(predicate, timeout), timeout);

    /// <inheritdoc/>
    public Task<object> ReceiveAsync() => ReceiveAsync(_defaultTimeout);

    /// <inheritdoc/>
    public Task<object> ReceiveAsync(TimeSpan timeout) => Take(null, timeout);

    /// <inheritdoc/>
    public void Send(IActorRef actorRef, object message) => actorRef.Tell(message, Receiver);

    /// <inheritdoc/>
    public IActorRef Watch(IActorRef subject)
    {
        Receiver.Tell(new InboxActor.StartWatch(subject, null));
        return subject;
    }

    /// <inheritdoc/>
    public IActorRef WatchWith(IActorRef subject, object message)
    {
        Receiver.Tell(new InboxActor.StartWatch(subject, message));
        return subject;
    }

    /// <inheritdoc/>
    public IActorRef Unwatch(IActorRef subject)
    {
        Receiver.Tell(new InboxActor.StopWatch(subject));
        return subject;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the inbox; what comes later goes to dead letters.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _system.Stop(Receiver);
    }

    /// <summary>The scheduler of the system says when it is too late; it may be one that a test drives.</summary>
    private Task<object> Take(Predicate<object>? predicate, TimeSpan timeout) =>
        Receiver.Ask(new InboxActor.Take(predicate, timeout), Timeout.InfiniteTimeSpan);

    /// <summary>Whoever blocks waits no longer than that by the clock either.</summary>
    private object Await(Task<object> message, TimeSpan timeout)
    {
        if (!ActorRef.PlatformOf(Receiver).Wait(message, timeout))
            throw new TimeoutException($"Inbox {Receiver.Path} didn't receive a response message in specified timeout {timeout}");
        if (message.Result is Status.Failure { Cause: TimeoutException cause })
            throw new TimeoutException($"Inbox {Receiver.Path} received a status failure response message: {cause.Message}", cause);
        return message.Result;
    }
}
