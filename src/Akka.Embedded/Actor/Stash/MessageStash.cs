namespace Akka.Actor;

/// <summary>The stash of one incarnation; touched on the actor's turn only.</summary>
internal sealed class MessageStash(ActorCell cell, int capacity) : IStash
{
    private readonly LinkedList<Envelope> _kept = [];
    private int _lastDelivery = -1;

    public int Count => _kept.Count;

    public bool IsEmpty => _kept.Count == 0;

    public bool NonEmpty => _kept.Count > 0;

    public bool IsFull => capacity > 0 && _kept.Count >= capacity;

    public int Capacity => capacity;

    public void Stash()
    {
        var envelope = cell.CurrentEnvelope;
        if (envelope.Message is null)
            throw new IllegalActorStateException("There is no message to stash; stash while handling one");
        if (_lastDelivery == cell.Deliveries)
            throw new IllegalActorStateException($"Can't stash the same message {envelope.Message} more than once");
        _lastDelivery = cell.Deliveries;
        if (IsFull)
            throw new StashOverflowException($"Couldn't enqueue message {envelope.Message} from {cell.Sender} to stash of {cell.Self}");

        _kept.AddLast(envelope);
    }

    public void Unstash()
    {
        if (_kept.First is not { } first)
            return;
        _kept.RemoveFirst();
        cell.EnqueueFirst(first.Value);
    }

    public void UnstashAll() => UnstashAll(static _ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        for (var node = _kept.Last; node is not null; node = node.Previous)
            if (predicate(node.Value))
                cell.EnqueueFirst(node.Value);
        _kept.Clear();
    }

    public IEnumerable<Envelope> ClearStash()
    {
        Envelope[] kept = [.. _kept];
        _kept.Clear();
        return kept;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        LinkedListNode<Envelope>? last = null;
        foreach (var envelope in envelopes.Distinct())
            last = last is null ? _kept.AddFirst(envelope) : _kept.AddAfter(last, envelope);
    }
}
