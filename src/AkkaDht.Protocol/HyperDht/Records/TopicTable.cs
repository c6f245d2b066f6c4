using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// Who announced which topic, in two generations. While a key is in the fresh one its first record stays; reading does not
/// prolong anything. Beyond its bound the fresh generation becomes the stale one, whose records go. Reference: record-cache.
/// </summary>
internal sealed class TopicTable(int capacity, TimeSpan age, ByteBudget budget, IRandomSource random)
{
    private readonly RotationClock _clock = new(age);
    private TopicGeneration _fresh = new();
    private TopicGeneration _stale = new();

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextDeadline => _clock.Next;

    public int Count => _fresh.Count + _stale.Count;

    /// <summary>Forgets what is too old.</summary>
    public void HandleTimeout(Instant now)
    {
        while (_clock.TryTurn(now, out var rotates))
        {
            if (rotates) Rotate();
            if (Count == 0) _clock.Stop();
        }
    }

    /// <summary>Keeps a record, unless a fresh one of its key is there; false when the budget does not allow it.</summary>
    public bool TryAdd(Instant now, NodeId topic, in StoredRecord record)
    {
        HandleTimeout(now);
        if (_fresh.Contains(topic, record.PublicKey)) return true;

        var isKnown = Remove(_stale, topic, record.PublicKey, out var former);
        if (!budget.TryCharge(record.Host, record.Length))
        {
            if (isKnown) Restore(topic, former);
            return false;
        }

        _fresh.Add(topic, record);
        _clock.Start(now);
        if (_fresh.Count > capacity) RotateEarly();
        return true;
    }

    public void Remove(NodeId topic, PublicKey key)
    {
        Remove(_fresh, topic, key, out _);
        Remove(_stale, topic, key, out _);
    }

    /// <summary>Adds up to <paramref name="count"/> records of a topic, drawn at random without repeating, to <paramref name="drawn"/>.</summary>
    public void Draw(Instant now, NodeId topic, int count, List<ReadOnlyMemory<byte>> drawn)
    {
        HandleTimeout(now);
        var (fresh, stale) = (_fresh.Find(topic), _stale.Find(topic));
        var (freshLeft, staleLeft) = (fresh?.Count ?? 0, stale?.Count ?? 0);
        for (var i = Math.Min(count, freshLeft + staleLeft); i > 0; i--)
        {
            var place = random.Next(freshLeft + staleLeft);
            drawn.Add(place < freshLeft
                ? Take(_fresh, topic, fresh!, place, --freshLeft)
                : Take(_stale, topic, stale!, place - freshLeft, --staleLeft));
        }
    }

    private static ReadOnlyMemory<byte> Take(TopicGeneration generation, NodeId topic, List<StoredRecord> records, int place, int last)
    {
        var record = records[place].Record;
        generation.Swap(topic, records, place, last);
        return record;
    }

    private bool Remove(TopicGeneration generation, NodeId topic, PublicKey key, out StoredRecord record)
    {
        var isRemoved = generation.Remove(topic, key, out record);
        if (isRemoved) budget.Release(record.Host, record.Length);
        return isRemoved;
    }

    private void Restore(NodeId topic, in StoredRecord record)
    {
        budget.Restore(record.Host, record.Length);
        _stale.Add(topic, record);
    }

    private void RotateEarly()
    {
        _clock.Anticipate();
        Rotate();
    }

    private void Rotate()
    {
        foreach (var record in _stale.Records) budget.Release(record.Host, record.Length);
        (_stale, _fresh) = (_fresh, new TopicGeneration());
    }
}
