namespace AkkaDht.Protocol.DhtRpc;

/// <summary>Which requests the application has been given and not answered yet: bounded in number and in age.</summary>
internal sealed class OpenRequests(int capacity, TimeSpan lifetime)
{
    private readonly Dictionary<long, Instant> _open = [];
    private readonly Queue<(long Number, Instant Expiry)> _byAge = new();
    private long _last;

    public int Count => _open.Count;

    /// <summary>Opens a request and numbers it; false when too many are open.</summary>
    public bool TryOpen(Instant now, out long number)
    {
        Expire(now);
        number = ++_last;
        if (_open.Count >= capacity) return false;

        _open.Add(number, now + lifetime);
        _byAge.Enqueue((number, now + lifetime));
        return true;
    }

    /// <summary>Closes a request; false when it was closed or forgotten before.</summary>
    public bool Close(long number) => _open.Remove(number);

    private void Expire(Instant now)
    {
        while (_byAge.TryPeek(out var oldest) && (oldest.Expiry <= now || !_open.ContainsKey(oldest.Number)))
        {
            _byAge.Dequeue();
            _open.Remove(oldest.Number);
        }
    }
}
