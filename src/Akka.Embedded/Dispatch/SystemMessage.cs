using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>A signal of the runtime; signals travel apart from messages, in order, and overtake them.</summary>
internal abstract record SystemMessage
{
    /// <summary>The signal sent before this one, while both wait in a mailbox.</summary>
    public SystemMessage? Next { get; set; }
}

/// <summary>Construct the instance and start it; the first signal of every actor.</summary>
internal sealed record Create : SystemMessage;

/// <summary>The parent decided to restart.</summary>
internal sealed record Recreate(Exception Cause) : SystemMessage;

/// <summary>Stop handling messages until told to go on; an ancestor or sibling has failed.</summary>
internal sealed record Suspend : SystemMessage;

/// <summary>Go on; the cause is given when the receiver itself had failed.</summary>
internal sealed record Resume(Exception? CausedByFailure) : SystemMessage;

/// <summary>Stop after the current message.</summary>
internal sealed record Terminate : SystemMessage;

/// <summary>A child failed.</summary>
internal sealed record Failed(LocalRef Child, Exception Cause) : SystemMessage;

/// <summary>The watcher wants to know of the receiver's death.</summary>
internal sealed record Watch(ActorRef Watcher) : SystemMessage;

/// <summary>The watcher no longer wants to know.</summary>
internal sealed record Unwatch(ActorRef Watcher) : SystemMessage;

/// <summary>A watched actor, or a child, has stopped.</summary>
internal sealed record DeathWatchNotification(ActorRef Actor, bool ExistenceConfirmed) : SystemMessage;

/// <summary>A continuation of an asynchronous handler, to be run on the actor's turn.</summary>
internal sealed record ActorTask(Task Task, ActorTaskScheduler Scheduler) : SystemMessage;

/// <summary>An asynchronous handler has ended.</summary>
internal sealed record ActorTaskEnded(Task Task, object Message, IActorRef? Sender) : SystemMessage;
