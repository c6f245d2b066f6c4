namespace AkkaDht.Protocol.DhtRpc;

/// <summary>The DELAYED_PINGs that wait for their time, at most a fixed number of them.</summary>
internal sealed class DelayedPings(int capacity)
{
    private readonly PriorityQueue<Waiting, long> _waiting = new();

    public readonly record struct Waiting(SocketRole Socket, ushort Tid, PeerAddress From);

    public int Count => _waiting.Count;

    public Instant NextDeadline => _waiting.TryPeek(out _, out var due) ? new Instant(due) : Instant.Never;

    public bool TryAdd(Instant due, Waiting ping)
    {
        if (_waiting.Count >= capacity) return false;

        _waiting.Enqueue(ping, due.Ticks);
        return true;
    }

    public bool TryTakeDue(Instant now, out Waiting ping)
    {
        ping = default;
        return NextDeadline <= now && _waiting.TryDequeue(out ping, out _);
    }

    public void Clear() => _waiting.Clear();
}
