using System.Buffers;

namespace AkkaDht.Protocol.Udx;

/// <summary>What is known of a packet until it is acknowledged; its bytes stay in the <see cref="SendBuffer"/>.</summary>
internal struct SentPacket
{
    /// <summary>Where its bytes stand in the stream.</summary>
    public long Position;

    /// <summary>When it was sent last.</summary>
    public Instant SentAt;

    /// <summary>What delivery was like when it was sent (<see cref="Congestion.DeliveryMeter"/>).</summary>
    public Congestion.DeliveryMark Mark;

    /// <summary>Its neighbours in the order of sending, while it is in flight.</summary>
    public uint Older;
    public uint Newer;

    public ushort Length;
    public PacketType Type;
    public PacketState State;
    public bool WasRetransmitted;
}

/// <summary>Where a sent packet is.</summary>
internal enum PacketState : byte
{
    InFlight,
    Lost,
    Sacked,
}

/// <summary>
/// The packets from the oldest that is not acknowledged to the newest, by number, and those in flight among them also in the order
/// in which they were sent last. A pooled ring that grows with the window, given back when nothing is outstanding.
/// </summary>
internal sealed class SentPackets(uint first)
{
    private const int InitialCapacity = 16;

    private SentPacket[] _ring = [];
    private int _capacity;
    private uint _oldest;
    private uint _newest;

    /// <summary>The oldest number that is not acknowledged.</summary>
    public uint First { get; private set; } = first;

    /// <summary>The number that the next packet will get.</summary>
    public uint Next { get; private set; } = first;

    public int InFlight { get; private set; }

    public bool IsEmpty => First == Next;

    public int Count => Sequence.Distance(Next, First);

    public ref SentPacket this[uint number] => ref _ring[number & (uint)(_capacity - 1)];

    /// <summary>The packet in flight that was sent longest ago.</summary>
    public bool TryGetOldestInFlight(out uint number)
    {
        number = _oldest;
        return InFlight > 0;
    }

    /// <summary>The next newer one in flight after <paramref name="number"/>; false when that is the newest.</summary>
    public bool TryGetNewer(ref uint number)
    {
        if (number == _newest) return false;
        number = this[number].Newer;
        return true;
    }

    /// <summary>A new packet, in flight.</summary>
    public ref SentPacket Append(out uint number)
    {
        if (Count == _capacity) Grow();
        number = Next++;
        ref var packet = ref this[number];
        packet = default;
        Enqueue(number);
        return ref packet;
    }

    /// <summary>A packet that was in flight is lost or has arrived.</summary>
    public void Leave(uint number, PacketState state)
    {
        ref var packet = ref this[number];
        if (packet.State == PacketState.InFlight) Dequeue(number);
        packet.State = state;
    }

    /// <summary>A lost packet is sent again, or one in flight for safety's sake.</summary>
    public void Resend(uint number)
    {
        ref var packet = ref this[number];
        if (packet.State == PacketState.InFlight) Dequeue(number);
        packet.State = PacketState.InFlight;
        packet.WasRetransmitted = true;
        Enqueue(number);
    }

    /// <summary>Forgets the oldest packet, which has arrived.</summary>
    public void RemoveFirst()
    {
        Leave(First, PacketState.Sacked);
        First++;
        if (IsEmpty) Replace([], 0);
    }

    public void Clear()
    {
        Replace([], 0);
        First = Next;
        InFlight = 0;
    }

    private void Enqueue(uint number)
    {
        if (InFlight++ == 0) _oldest = number;
        else this[_newest].Newer = number;

        this[number].Older = _newest;
        _newest = number;
    }

    private void Dequeue(uint number)
    {
        ref var packet = ref this[number];
        if (number == _oldest) _oldest = packet.Newer;
        else this[packet.Older].Newer = packet.Newer;

        if (number == _newest) _newest = packet.Older;
        else this[packet.Newer].Older = packet.Older;
        InFlight--;
    }

    private void Grow()
    {
        var capacity = Math.Max(InitialCapacity, _capacity * 2);
        var larger = ArrayPool<SentPacket>.Shared.Rent(capacity);
        for (var number = First; number != Next; number++) larger[number & (uint)(capacity - 1)] = this[number];
        Replace(larger, capacity);
    }

    private void Replace(SentPacket[] ring, int capacity)
    {
        if (_capacity > 0) ArrayPool<SentPacket>.Shared.Return(_ring);
        (_ring, _capacity) = (ring, capacity);
    }
}
