using System.Diagnostics.CodeAnalysis;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// Entries by key in two generations: what nobody touches while both go by is forgotten. Reading moves an entry to the fresh one.
/// At its bound the fresh generation becomes the stale one, whose entries go. Reference: xache.
/// </summary>
internal sealed class ValueTable<TKey, TEntry>(int capacity, TimeSpan age, ByteBudget budget, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
    where TEntry : struct, IStored
{
    private readonly RotationClock _clock = new(age);
    private Dictionary<TKey, TEntry> _fresh = new(comparer);
    private Dictionary<TKey, TEntry> _stale = new(comparer);

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

    /// <summary>The entry of a key, which stays for longer for being read.</summary>
    public bool TryGet(Instant now, TKey key, out TEntry entry)
    {
        HandleTimeout(now);
        if (_fresh.TryGetValue(key, out entry)) return true;
        if (!_stale.Remove(key, out entry)) return false;

        _fresh.Add(key, entry);
        return true;
    }

    /// <summary>Keeps an entry in the place of another; false, with the other kept, when the budget does not allow it.</summary>
    public bool TrySet(Instant now, TKey key, in TEntry entry)
    {
        HandleTimeout(now);
        var isKnown = TryFind(key, out var former);
        if (isKnown) budget.Release(former.Host, former.Length);
        if (!budget.TryCharge(entry.Host, entry.Length))
        {
            if (isKnown) budget.Restore(former.Host, former.Length);
            return false;
        }

        _stale.Remove(key);
        _fresh[key] = entry;
        _clock.Start(now);
        if (_fresh.Count >= capacity) RotateEarly();
        return true;
    }

    public bool Remove(TKey key, [MaybeNullWhen(false)] out TEntry entry)
    {
        var isRemoved = _fresh.Remove(key, out entry) || _stale.Remove(key, out entry);
        if (isRemoved) budget.Release(entry.Host, entry.Length);
        return isRemoved;
    }

    private bool TryFind(TKey key, out TEntry entry) => _fresh.TryGetValue(key, out entry) || _stale.TryGetValue(key, out entry);

    private void RotateEarly()
    {
        _clock.Anticipate();
        Rotate();
    }

    private void Rotate()
    {
        foreach (var entry in _stale.Values) budget.Release(entry.Host, entry.Length);
        var emptied = _stale;
        emptied.Clear();
        emptied.TrimExcess();
        (_stale, _fresh) = (_fresh, emptied);
    }
}
