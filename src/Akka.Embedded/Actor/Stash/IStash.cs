using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Keeps messages for later; unstashed ones go to the front of the mailbox in their old order.</summary>
public interface IStash
{
    /// <summary>Keeps the current message with its sender.</summary>
    void Stash();

    /// <summary>Gives the oldest message back to the mailbox.</summary>
    void Unstash();

    /// <summary>Gives all messages back to the mailbox.</summary>
    void UnstashAll();

    /// <summary>Gives those messages back for which the predicate holds; the others are dropped.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Empties the stash and hands out what was in it.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Puts messages before those already stashed.</summary>
    void Prepend(IEnumerable<Envelope> envelopes);

    /// <summary>The number of messages kept.</summary>
    int Count { get; }

    /// <summary>Whether no message is kept.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether a message is kept.</summary>
    bool NonEmpty { get; }

    /// <summary>Whether the capacity is used up.</summary>
    bool IsFull { get; }

    /// <summary>The most messages that are kept; −1 or 0 for no bound.</summary>
    int Capacity { get; }
}

/// <summary>An actor with a stash.</summary>
public interface IActorStash
{
    /// <summary>The stash; filled in by the runtime after the constructor.</summary>
    IStash Stash { get; set; }
}

/// <summary>An actor with a stash, whatever its mailbox.</summary>
public interface IWithUnrestrictedStash : IActorStash;

/// <summary>An actor with a stash.</summary>
public interface IWithStash : IWithUnrestrictedStash, IRequiresMessageQueue<IDequeBasedMessageQueueSemantics>;

/// <summary>An actor with a stash without bound.</summary>
public interface IWithUnboundedStash : IWithUnrestrictedStash, IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>;

/// <summary>An actor with a stash of bounded capacity.</summary>
public interface IWithBoundedStash : IWithUnrestrictedStash, IRequiresMessageQueue<IBoundedDequeBasedMessageQueueSemantics>;
