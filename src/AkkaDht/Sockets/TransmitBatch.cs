using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>Datagrams to be sent together, told to a socket actor as one message; the socket actor gives it back to the pool.</summary>
internal sealed class TransmitBatch : ICommand
{
    /// <summary>At this many datagrams a batch is full.</summary>
    public const int Capacity = 64;

    private readonly List<Entry> _entries = new(4);
    private byte[] _arena = new byte[512];
    private int _used;

    /// <summary>One datagram: <see cref="Length"/> bytes of the arena from <see cref="Start"/>.</summary>
    public readonly record struct Entry(int Start, int Length, PeerAddress To, byte Ttl);

    public byte[] Arena => _arena;

    public int Count => _entries.Count;

    public bool IsFull => Count >= Capacity;

    public Entry this[int index] => _entries[index];

    public ReadOnlySpan<byte> Datagram(int index) => _arena.AsSpan(_entries[index].Start, _entries[index].Length);

    public void Add(in Transmit transmit)
    {
        var bytes = transmit.Datagram.Span;
        if (_arena.Length - _used < bytes.Length) Array.Resize(ref _arena, Math.Max(_arena.Length * 2, _used + bytes.Length));
        bytes.CopyTo(_arena.AsSpan(_used));
        _entries.Add(new Entry(_used, bytes.Length, transmit.To, transmit.Ttl));
        _used += bytes.Length;
    }

    public void Clear()
    {
        _entries.Clear();
        _used = 0;
    }
}
