using Akka.Dispatch;

namespace Akka.Actor;

internal sealed partial class ActorCell
{
    public IActorRef Watch(IActorRef subject)
    {
        AddWatch(subject, null);
        return subject;
    }

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        AddWatch(subject, message);
        return subject;
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        if (ActorRef.Of(subject) is { } target)
        {
            if (_parts?.Watching?.Remove(target) is true)
                target.SendSystem(new Unwatch(SelfRef));
            _parts?.DeathsQueued?.Remove(target);
        }

        return subject;
    }

    /// <summary>Puts a message before all that wait; the news of a death stays news.</summary>
    public void EnqueueFirst(in Envelope envelope)
    {
        if (envelope.Message is Terminated terminated && ActorRef.Of(terminated.ActorRef) is { } dead)
            (Needed.DeathsQueued ??= []).TryAdd(dead, null);
        Mailbox.EnqueueFirst(envelope);
    }

    private void AddWatch(IActorRef subject, object? message)
    {
        if (ActorRef.Of(subject) is not { } target || target.Equals(SelfRef))
            return;
        if ((Needed.Watching ??= []).TryAdd(target, message))
            target.SendSystem(new Watch(SelfRef));
    }

    private void AddWatcher(ActorRef watcher)
    {
        if ((Needed.Watchers ??= []).Add(watcher) && SaysLifecycle)
            Say($"now watched by {watcher}");
    }

    private void RemoveWatcher(ActorRef watcher)
    {
        if (_parts?.Watchers?.Remove(watcher) is true && SaysLifecycle)
            Say($"no longer watched by {watcher}");
    }

    /// <summary>A watched actor or a child has stopped: the news goes through the mailbox, behind what the dead one said.</summary>
    private void HandleDeath(DeathWatchNotification death)
    {
        if (_parts?.Watching?.Remove(death.Actor, out var message) is true && !IsTerminating)
        {
            (Needed.DeathsQueued ??= [])[death.Actor] = message;
            SelfRef.Tell(new Terminated(death.Actor, death.ExistenceConfirmed, addressTerminated: false), death.Actor);
        }

        if (death.Actor is LocalRef child && Children?.Contains(child) is true)
            HandleChildDeath(child);
    }

    private void ReceiveTerminated(Terminated terminated)
    {
        if (ActorRef.Of(terminated.ActorRef) is not { } dead || _parts?.DeathsQueued?.Remove(dead, out var message) is not true)
            return;
        if (message is not null)
            _message = message;
        ReceiveMessage(message ?? terminated);
    }

    private void TellWatchers()
    {
        foreach (var watcher in _parts?.Watchers ?? [])
            if (!watcher.Equals(ParentRef))
                watcher.SendSystem(new DeathWatchNotification(SelfRef, ExistenceConfirmed: true));
    }

    private void UnwatchAll()
    {
        foreach (var watched in _parts?.Watching?.Keys ?? Enumerable.Empty<ActorRef>())
            watched.SendSystem(new Unwatch(SelfRef));
    }
}
