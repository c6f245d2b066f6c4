using Akka.Event;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>Datagrams to be sent together, told to a socket actor as one message; the socket actor gives it back to the pool.</summary>
internal sealed class TransmitBatch : ICommand, IDeadLetterSuppression
{
    /// <summary>At this many datagrams a batch is full.</summary>
    public const int Capacity = 64;

    private readonly List<Entry> _entries = new(4);
    private byte[] _arena = new byte[512];
    private int _used;

    /// <summary>One datagram: <see cref="Length"/> bytes of the arena from <see cref="Start"/>, where the one before it ends.</summary>
    public readonly record struct Entry(int Start, int Length, PeerAddress To, byte Ttl);

    public byte[] Arena => _arena;

    public int Count => _entries.Count;

    public bool IsFull => Count >= Capacity;

    public Entry this[int index] => _entries[index];

    public ReadOnlySpan<byte> Datagram(int index) => _arena.AsSpan(_entries[index].Start, _entries[index].Length);

    public void Add(in Transmit transmit)
    {
        var bytes = transmit.Datagram.Span;
        bytes.CopyTo(Reserve(bytes.Length));
        Commit(bytes.Length, transmit.To, transmit.Ttl);
    }

    /// <summary>Room for the next datagram, of <paramref name="length"/> bytes or more; a machine writes it there, and <see cref="Commit"/> says how long it has become.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_arena.Length - _used < length) Array.Resize(ref _arena, Math.Max(_arena.Length * 2, _used + length));
        return _arena.AsSpan(_used);
    }

    /// <summary>The first <paramref name="length"/> bytes of what was reserved are a datagram.</summary>
    public void Commit(int length, PeerAddress to, byte ttl = 0)
    {
        _entries.Add(new Entry(_used, length, to, ttl));
        _used += length;
    }

    public void Clear()
    {
        _entries.Clear();
        _used = 0;
    }
}
