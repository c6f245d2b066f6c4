using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>The queue behind an inbox. It keeps a bounded number of messages; more are dropped with a warning.</summary>
internal sealed class InboxRef : ActorRef
{
    private readonly ActorSystemImpl _system;
    private readonly int _capacity;
    private readonly Lock _gate = new();
    private readonly LinkedList<object> _messages = [];
    private readonly LinkedList<Waiter> _waiters = [];
    private readonly Dictionary<ActorRef, object?> _watching = [];
    private bool _closed;
    private bool _warned;

    public InboxRef(ActorSystemImpl system, int capacity)
    {
        _system = system;
        _capacity = capacity;
        Path = system.InboxPath();
        system.RegisterOnTermination(Close);
    }

    public override ActorPath Path { get; }

    public override ActorSystemImpl OwningSystem => _system;

    public override void Tell(object message, IActorRef? sender)
    {
        RequireMessage(message);
        if (message is PoisonPill)
            Close();
        else if (!TryDeliver(message))
            _system.DeadLetterRef.Undelivered(message, sender, this);
    }

    public override void SendSystem(SystemMessage message)
    {
        switch (message)
        {
            case DeathWatchNotification death:
                NoteDeath(death);
                break;
            case Terminate:
                Close();
                break;
        }
    }

    public void Watch(IActorRef subject, object? message)
    {
        if (Of(subject) is not { } target)
            return;
        lock (_gate)
            _watching.TryAdd(target, message);
        target.SendSystem(new Watch(this));
    }

    public void Unwatch(IActorRef subject)
    {
        if (Of(subject) is not { } target)
            return;
        lock (_gate)
            _watching.Remove(target);
        target.SendSystem(new Unwatch(this));
    }

    /// <summary>The oldest message that fits, or the next that does.</summary>
    public async Task<object> Take(Predicate<object>? predicate, TimeSpan timeout)
    {
        Waiter waiter;
        lock (_gate)
        {
            for (var node = _messages.First; node is not null; node = node.Next)
            {
                if (predicate?.Invoke(node.Value) is false)
                    continue;
                _messages.Remove(node);
                _warned = false;
                return node.Value;
            }

            _waiters.AddLast(waiter = new Waiter(predicate, _system.Platform.NewPromise<object>()));
        }

        try
        {
            return await _system.Platform.Hand(waiter.Message.Task).WaitAsync(timeout, _system.Platform.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            lock (_gate)
                _waiters.Remove(waiter);
            return waiter.Message.Task.IsCompletedSuccessfully
                ? waiter.Message.Task.Result
                : throw new TimeoutException($"Inbox {Path} didn't receive a message in {timeout}");
        }
    }

    public void Close()
    {
        lock (_gate)
            _closed = true;
    }

    private bool TryDeliver(object message)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            foreach (var waiter in _waiters)
            {
                if (waiter.Predicate?.Invoke(message) is false)
                    continue;
                _waiters.Remove(waiter);
                return waiter.Message.TrySetResult(message);
            }

            if (_messages.Count >= _capacity)
                WarnOnce();
            else
                _messages.AddLast(message);
            return true;
        }
    }

    private void WarnOnce()
    {
        if (_warned)
            return;
        _warned = true;
        _system.EventStream.Publish(new Event.Warning(
            Path.ToString(), GetType(), "Dropping message: Inbox size has been exceeded, use akka.actor.inbox.inbox-size to increase maximum allowed inbox size."));
    }

    private void NoteDeath(DeathWatchNotification death)
    {
        object? message;
        lock (_gate)
        {
            if (!_watching.Remove(death.Actor, out message))
                return;
        }

        TryDeliver(message ?? new Terminated(death.Actor, death.ExistenceConfirmed, addressTerminated: false));
    }

    private sealed record Waiter(Predicate<object>? Predicate, TaskCompletionSource<object> Message);
}
