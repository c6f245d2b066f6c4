using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The actor behind an <see cref="Inbox"/>: matches messages with those who wait for them, oldest first on both sides. It keeps
/// a bounded number of messages; more are dropped, with one warning.
/// </summary>
internal sealed class InboxActor(int capacity) : UntypedActor
{
    private readonly LinkedList<object> _messages = [];
    private readonly LinkedList<Waiter> _waiters = [];
    private bool _hasWarned;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Take take: Serve(take); break;
            case Expired expired: Expire(expired.Waiter); break;
            case StartWatch { Message: null } watch: Context.Watch(watch.Subject); break;
            case StartWatch watch: Context.WatchWith(watch.Subject, watch.Message); break;
            case StopWatch watch: Context.Unwatch(watch.Subject); break;
            default: Deliver(message); break;
        }
    }

    private void Serve(Take take)
    {
        for (var node = _messages.First; node is not null; node = node.Next)
        {
            if (!take.Fits(node.Value))
                continue;
            _messages.Remove(node);
            Sender.Tell(node.Value);
            return;
        }

        var waiter = new Waiter(take, Sender);
        _waiters.AddLast(waiter);
        if (take.Timeout > TimeSpan.Zero)
            waiter.Alarm = Context.System.Scheduler.ScheduleTellOnceCancelable(take.Timeout, Self, new Expired(waiter), Self);
        else
            Expire(waiter);
    }

    private void Expire(Waiter waiter)
    {
        if (_waiters.Remove(waiter))
            waiter.Client.Tell(new Status.Failure(new TimeoutException("Deadline passed")));
    }

    private void Deliver(object message)
    {
        if (_waiters.FirstOrDefault(waiter => waiter.Take.Fits(message)) is { } served)
        {
            _waiters.Remove(served);
            served.Alarm?.Cancel();
            served.Client.Tell(message);
        }
        else if (_messages.Count < capacity)
        {
            _messages.AddLast(message);
        }
        else if (!_hasWarned)
        {
            _hasWarned = true;
            Context.GetLogger().Warning(
                "Dropping message: Inbox size has been exceeded, use akka.actor.inbox.inbox-size to increase maximum allowed inbox size. Current is {0}", capacity);
        }
    }

    /// <summary>Asks for the oldest message that fits, or the next that does.</summary>
    public sealed record Take(Predicate<object>? Predicate, TimeSpan Timeout)
    {
        public bool Fits(object message) => Predicate?.Invoke(message) is not false;
    }

    public sealed record StartWatch(IActorRef Subject, object? Message);

    public sealed record StopWatch(IActorRef Subject);

    private sealed record Expired(Waiter Waiter);

    private sealed class Waiter(Take take, IActorRef client)
    {
        public Take Take => take;

        public IActorRef Client => client;

        public ICancelable? Alarm { get; set; }
    }
}
