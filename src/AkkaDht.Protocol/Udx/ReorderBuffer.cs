using System.Buffers;

namespace AkkaDht.Protocol.Udx;

/// <summary>
/// Packets that arrived before one that is missing, by number, as copies in pooled arrays. A pooled ring that grows up to
/// <paramref name="maxPackets"/> and is given back when it is empty; what is further ahead is not kept.
/// </summary>
internal sealed class ReorderBuffer(int maxPackets)
{
    private const int InitialCapacity = 16;

    private Early[] _ring = [];
    private int _capacity;
    private int _count;

    /// <summary>The bytes that are kept.</summary>
    public int Bytes { get; private set; }

    /// <summary>What was kept of a packet.</summary>
    public readonly record struct Early(byte[] Bytes, int Length, PacketType Type)
    {
        public ReadOnlyMemory<byte> Payload => Bytes.AsMemory(0, Length);
    }

    /// <summary>Keeps a packet <paramref name="distance"/> ahead of the one expected; false when that is too far.</summary>
    public bool TryKeep(uint number, int distance, PacketType type, ReadOnlySpan<byte> payload)
    {
        if (distance >= maxPackets) return false;
        if (distance >= _capacity) Grow(number, distance);

        var bytes = payload.IsEmpty ? [] : ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(bytes);
        Slot(number) = new Early(bytes, payload.Length, type);
        _count++;
        Bytes += payload.Length;
        return true;
    }

    public bool Contains(uint number, int distance) => distance < _capacity && Slot(number).Bytes is not null;

    /// <summary>Hands out the packet <paramref name="number"/>, whose array the caller gives back with <see cref="Return"/>.</summary>
    public bool TryTake(uint number, out Early early)
    {
        early = default;
        if (_count == 0) return false;

        ref var slot = ref Slot(number);
        if (slot.Bytes is null) return false;

        early = slot;
        slot = default;
        Bytes -= early.Length;
        if (--_count == 0) Replace([], 0);
        return true;
    }

    public static void Return(in Early early)
    {
        if (early.Bytes is { Length: > 0 } bytes) ArrayPool<byte>.Shared.Return(bytes);
    }

    public void Clear()
    {
        if (_count == 0) return;

        var ring = _ring.AsSpan(0, _capacity);
        foreach (var early in ring) Return(early);
        ring.Clear();
        Replace([], 0);
        (_count, Bytes) = (0, 0);
    }

    private ref Early Slot(uint number) => ref _ring[number & (uint)(_capacity - 1)];

    // All numbers in the ring lie within its length behind the new one, wherever the numbers wrap.
    private void Grow(uint number, int distance)
    {
        var capacity = Math.Max(InitialCapacity, _capacity);
        while (capacity <= distance) capacity *= 2;
        var larger = ArrayPool<Early>.Shared.Rent(capacity);
        larger.AsSpan(0, capacity).Clear();
        var expected = number - (uint)distance;
        for (var i = 0; i < _capacity; i++)
        {
            ref var slot = ref Slot(expected + (uint)i);
            larger[(expected + (uint)i) & (uint)(capacity - 1)] = slot;
            slot = default;
        }

        Replace(larger, capacity);
    }

    // A ring that is given back holds nothing: every slot has been taken, moved or cleared.
    private void Replace(Early[] ring, int capacity)
    {
        if (_capacity > 0) ArrayPool<Early>.Shared.Return(_ring);
        (_ring, _capacity) = (ring, capacity);
    }
}
