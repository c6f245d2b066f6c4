namespace AkkaDht.Protocol.Kademlia;

/// <summary>
/// The nearest finds on the way to a target: at most <paramref name="capacity"/> of them, nearest first, one per id, the
/// farthest cut. A query keeps its replies here, and asks here whether a newcomer is worth a visit (02-dht-rpc.md B7).
/// </summary>
/// <typeparam name="T">What is kept with an id.</typeparam>
public sealed class ClosestNodes<T>(NodeId target, int capacity)
{
    // Ascending XOR distances to the target, beside their items; made with the first find.
    private NodeId[] _distances = [];
    private T[] _items = [];

    /// <summary>How many are kept, at most the capacity.</summary>
    public int Count { get; private set; }

    /// <summary>Whether another find has to be closer than the farthest one kept.</summary>
    public bool IsFull => Count == capacity;

    /// <summary>What is kept, nearest first; valid until the next <see cref="TryAdd"/>.</summary>
    public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    /// <summary>Whether <paramref name="id"/> is near enough to be kept, should it be a new one.</summary>
    public bool IsCloser(NodeId id) => !IsFull || target.DistanceTo(id) < _distances[Count - 1];

    /// <summary>Keeps <paramref name="item"/> unless its id is kept already or too far; a full list drops its farthest.</summary>
    public bool TryAdd(NodeId id, T item)
    {
        var distance = target.DistanceTo(id);
        var found = _distances.AsSpan(0, Count).BinarySearch(distance);
        var index = ~found;
        if (found >= 0 || index == capacity) return false;

        MakeRoomAt(index);
        _distances[index] = distance;
        _items[index] = item;
        return true;
    }

    private void MakeRoomAt(int index)
    {
        if (_items.Length == 0)
        {
            _distances = new NodeId[capacity];
            _items = new T[capacity];
        }

        var moved = (IsFull ? capacity - 1 : Count++) - index;
        Array.Copy(_distances, index, _distances, index + 1, moved);
        Array.Copy(_items, index, _items, index + 1, moved);
    }
}
