namespace AkkaDht.Protocol.DhtRpc;

/// <summary>Which requests the application has been given and not answered yet: bounded in number and in age.</summary>
internal sealed class OpenRequests(int capacity, TimeSpan lifetime)
{
    private readonly Dictionary<long, LinkedListNode<Open>> _open = [];
    private readonly LinkedList<Open> _byAge = new();
    private long _last;

    public int Count => _open.Count;

    /// <summary>Opens a request and numbers it; false when too many are open.</summary>
    public bool TryOpen(Instant now, out long number)
    {
        Expire(now);
        number = ++_last;
        if (_open.Count >= capacity) return false;

        _open.Add(number, _byAge.AddLast(new Open(number, now + lifetime)));
        return true;
    }

    /// <summary>Closes a request; false when it was closed or forgotten before.</summary>
    public bool Close(long number)
    {
        if (!_open.Remove(number, out var open)) return false;

        _byAge.Remove(open);
        return true;
    }

    private void Expire(Instant now)
    {
        while (_byAge.First is { } oldest && oldest.Value.Expiry <= now) Close(oldest.Value.Number);
    }

    private readonly record struct Open(long Number, Instant Expiry);
}
