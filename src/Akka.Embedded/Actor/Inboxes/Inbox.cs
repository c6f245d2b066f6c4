namespace Akka.Actor;

/// <summary>A mailbox for code that is no actor: told to like an actor, read by whoever holds it.</summary>
public class Inbox : IInboxable, IDisposable
{
    private readonly InboxRef _receiver;
    private readonly TimeSpan _defaultTimeout;

    private Inbox(ActorSystem system, InboxRef receiver)
    {
        _receiver = receiver;
        _defaultTimeout = system.Settings.Config.GetTimeSpan("akka.actor.inbox.default-timeout", TimeSpan.FromSeconds(5));
    }

    /// <inheritdoc/>
    public IActorRef Receiver => _receiver;

    /// <summary>A new inbox.</summary>
    public static Inbox Create(ActorSystem system)
    {
        var implementation = (ActorSystemImpl)system;
        return new(system, new InboxRef(implementation, system.Settings.Config.GetInt("akka.actor.inbox.inbox-size", 1000)));
    }

    /// <inheritdoc/>
    public object Receive() => Receive(_defaultTimeout);

    /// <inheritdoc/>
    public object Receive(TimeSpan timeout) => Await(null, timeout);

    /// <inheritdoc/>
    public object ReceiveWhere(Predicate<object> predicate) => ReceiveWhere(predicate, _defaultTimeout);

    /// <inheritdoc/>
    public object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout) => Await(predicate, timeout);

    /// <inheritdoc/>
    public Task<object> ReceiveAsync() => ReceiveAsync(_defaultTimeout);

    /// <inheritdoc/>
    public async Task<object> ReceiveAsync(TimeSpan timeout)
    {
        try
        {
            return await _receiver.Take(null, timeout).ConfigureAwait(false);
        }
        catch (TimeoutException cause)
        {
            return new Status.Failure(cause);
        }
    }

    /// <inheritdoc/>
    public void Send(IActorRef actorRef, object message) => actorRef.Tell(message, Receiver);

    /// <inheritdoc/>
    public IActorRef Watch(IActorRef subject)
    {
        _receiver.Watch(subject, null);
        return subject;
    }

    /// <inheritdoc/>
    public IActorRef WatchWith(IActorRef subject, object message)
    {
        _receiver.Watch(subject, message);
        return subject;
    }

    /// <inheritdoc/>
    public IActorRef Unwatch(IActorRef subject)
    {
        _receiver.Unwatch(subject);
        return subject;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the inbox; what comes later goes to dead letters.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _receiver.Close();
    }

    private object Await(Predicate<object>? predicate, TimeSpan timeout)
    {
        var message = _receiver.Take(predicate, timeout);
        _receiver.OwningSystem.Platform.Wait(message);
        return message.Result;
    }
}
