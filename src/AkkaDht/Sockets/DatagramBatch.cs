using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>
/// Datagrams that arrived together, told as one message and given back to the socket actor by telling it the same object:
/// whoever has been told the batch owns it.
/// </summary>
internal sealed class DatagramBatch : IEvent
{
    /// <summary>Room for each datagram; a longer one is dropped. The reference's receive buffer has the same size.</summary>
    public const int SlotBytes = 2048;

    private readonly PeerAddress[] _from;
    private readonly int[] _lengths;

    public DatagramBatch(int capacity)
    {
        Arena = new byte[capacity * SlotBytes];
        _from = new PeerAddress[capacity];
        _lengths = new int[capacity];
    }

    public byte[] Arena { get; }

    public int Capacity => _from.Length;

    public int Count { get; private set; }

    /// <summary>The socket that the datagrams arrived on.</summary>
    public SocketRole Socket { get; private set; }

    public PeerAddress From(int index) => _from[index];

    public ReadOnlySpan<byte> this[int index] => Arena.AsSpan(index * SlotBytes, _lengths[index]);

    public void Begin(SocketRole socket)
    {
        Socket = socket;
        Count = 0;
    }

    /// <summary>Keeps what was received into the slot <paramref name="slot"/>, which is not before <see cref="Count"/>.</summary>
    public void Keep(int slot, int length, PeerAddress from)
    {
        if (slot != Count) Arena.AsSpan(slot * SlotBytes, length).CopyTo(Arena.AsSpan(Count * SlotBytes));
        _lengths[Count] = length;
        _from[Count] = from;
        Count++;
    }
}
