using System.Diagnostics.CodeAnalysis;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>A table of at most <paramref name="capacity"/> entries; a new one takes the place of the one that was not read or written for longest.</summary>
internal sealed class LeastRecent<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _entries = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byUse = new();

    public int Count => _entries.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!_entries.TryGetValue(key, out var entry)) return false;

        _byUse.Remove(entry);
        _byUse.AddLast(entry);
        value = entry.Value.Value;
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        Remove(key);
        if (capacity <= 0) return;
        if (Count == capacity) Remove(_byUse.First!.Value.Key);
        _entries[key] = _byUse.AddLast((key, value));
    }

    public void Remove(TKey key)
    {
        if (_entries.Remove(key, out var entry)) _byUse.Remove(entry);
    }

    public void RemoveWhere(Predicate<TValue> predicate)
    {
        for (var entry = _byUse.First; entry is not null;)
        {
            var next = entry.Next;
            if (predicate(entry.Value.Value)) Remove(entry.Value.Key);
            entry = next;
        }
    }
}
