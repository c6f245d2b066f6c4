namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// The datagrams that a machine wants sent, in order. Replies are encoded straight into one arena that is reused as soon as
/// the queue has been drained, so that a reply allocates nothing.
/// </summary>
internal sealed class TransmitQueue
{
    private readonly Queue<Transmit> _queue = new();
    private byte[] _arena = [];
    private int _used;

    /// <summary>Room for <paramref name="length"/> bytes; valid until <see cref="AddReserved"/> or the next call.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_queue.Count == 0) _used = 0;
        if (_arena.Length - _used < length) Grow(length);
        return _arena.AsSpan(_used, length);
    }

    /// <summary>Queues the first <paramref name="length"/> bytes of what was reserved last.</summary>
    public void AddReserved(int length, SocketRole socket, PeerAddress to)
    {
        _queue.Enqueue(new Transmit(socket, to, _arena.AsMemory(_used, length)));
        _used += length;
    }

    /// <summary>Queues bytes that nobody writes again, such as a request that may be sent more than once.</summary>
    public void Add(Transmit transmit) => _queue.Enqueue(transmit);

    /// <summary>Takes the oldest datagram.</summary>
    public bool TryTake(out Transmit transmit) => _queue.TryDequeue(out transmit);

    /// <summary>Forgets everything that has not been taken.</summary>
    public void Clear() => _queue.Clear();

    // Datagrams already queued keep the old arena alive until they are taken.
    private void Grow(int length)
    {
        _arena = new byte[Math.Max(length, Math.Max(512, _arena.Length * 2))];
        _used = 0;
    }
}
