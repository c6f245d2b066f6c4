using Akka.Event;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>
/// Datagrams that arrived together, told as one message: whoever has been told the batch owns it. Requests go back to the
/// socket actor by telling it the same object; the packets of a stream stay with their connection, which returns the batch
/// to the pool.
/// </summary>
internal sealed class DatagramBatch : IEvent, IDeadLetterSuppression
{
    /// <summary>Room for each datagram; a longer one is dropped. The reference's receive buffer has the same size.</summary>
    public const int SlotBytes = 2048;

    private Entry[] _entries;
    private int _used;

    public DatagramBatch(int arenaBytes)
    {
        Arena = new byte[arenaBytes];
        _entries = new Entry[arenaBytes / SlotBytes];
    }

    private readonly record struct Entry(int Start, int Length, PeerAddress From);

    public byte[] Arena { get; }

    /// <summary>How many datagrams of any length there is room for.</summary>
    public int Slots => Arena.Length / SlotBytes;

    public int Count { get; private set; }

    /// <summary>Datagrams that were too long and are not among those kept.</summary>
    public int Oversized { get; private set; }

    /// <summary>The socket that the datagrams arrived on.</summary>
    public SocketRole Socket { get; private set; }

    /// <summary>The stream that all of them are for, once they have been handed over to it.</summary>
    public StreamEntry? Stream { get; set; }

    /// <summary>Whether what it holds would fit into a small one, so that most of its memory would wait with it in vain.</summary>
    public bool IsSparse => Arena.Length > BatchPool.SmallBytes && _used <= BatchPool.SmallBytes;

    /// <summary>How many datagrams it counts for while it waits: one that is not full holds memory too.</summary>
    public int Weight => Math.Max(Count, Slots / 4);

    /// <summary>The part of the arena behind the last datagram.</summary>
    public Span<byte> Room => Arena.AsSpan(_used);

    public PeerAddress From(int index) => _entries[index].From;

    public ReadOnlySpan<byte> this[int index] => Arena.AsSpan(_entries[index].Start, _entries[index].Length);

    public ReadOnlyMemory<byte> Memory(int index) => Arena.AsMemory(_entries[index].Start, _entries[index].Length);

    public void Begin(SocketRole socket)
    {
        Socket = socket;
        Stream = null;
        (Count, Oversized, _used) = (0, 0, 0);
    }

    /// <summary>Keeps <paramref name="length"/> bytes of the arena from <paramref name="start"/> as the next datagram, unless they are too many.</summary>
    public void Keep(int start, int length, PeerAddress from)
    {
        if (length > SlotBytes)
        {
            Oversized++;
            return;
        }

        if (Count == _entries.Length) Array.Resize(ref _entries, 2 * Count);
        _entries[Count++] = new Entry(start, length, from);
        _used = Math.Max(_used, start + length);
    }

    /// <summary>Copies a datagram behind the others; false when there is no room for it.</summary>
    public bool TryAdd(PeerAddress from, ReadOnlySpan<byte> datagram)
    {
        if (!datagram.TryCopyTo(Room)) return false;

        Keep(_used, datagram.Length, from);
        return true;
    }

    /// <summary>Counts a datagram that was cut off because it was too long.</summary>
    public void DropOversized() => Oversized++;

    /// <summary>Puts the datagram <paramref name="index"/> into the place of an earlier one.</summary>
    public void Move(int index, int to) => _entries[to] = _entries[index];

    /// <summary>Forgets all datagrams but the first <paramref name="count"/>.</summary>
    public void Truncate(int count) => Count = count;
}
