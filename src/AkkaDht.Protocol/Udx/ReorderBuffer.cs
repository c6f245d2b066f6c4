using System.Buffers;

namespace AkkaDht.Protocol.Udx;

/// <summary>
/// Packets that arrived before one that is missing, by number, as copies in pooled arrays. A ring that grows up to
/// <paramref name="maxPackets"/>, and is dropped when nothing has come early for a while; what is further ahead is not kept.
/// </summary>
internal sealed class ReorderBuffer(int maxPackets)
{
    private const int InitialCapacity = 16;
    private const int OrderlyPackets = 256;

    private Early[] _ring = [];
    private int _count;
    private int _orderly;

    /// <summary>What was kept of a packet.</summary>
    public readonly record struct Early(byte[] Bytes, int Length, PacketType Type)
    {
        public ReadOnlyMemory<byte> Payload => Bytes.AsMemory(0, Length);
    }

    /// <summary>Keeps a packet <paramref name="distance"/> ahead of the one expected; false when that is too far.</summary>
    public bool TryKeep(uint number, int distance, PacketType type, ReadOnlySpan<byte> payload)
    {
        if (distance >= maxPackets) return false;
        if (distance >= _ring.Length) Grow(number, distance);

        var bytes = payload.IsEmpty ? [] : ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(bytes);
        Slot(number) = new Early(bytes, payload.Length, type);
        _count++;
        _orderly = 0;
        return true;
    }

    public bool Contains(uint number, int distance) => distance < _ring.Length && Slot(number).Bytes is not null;

    /// <summary>Hands out the packet <paramref name="number"/>, whose array the caller gives back with <see cref="Return"/>.</summary>
    public bool TryTake(uint number, out Early early)
    {
        early = default;
        if (_count == 0) return false;

        ref var slot = ref Slot(number);
        if (slot.Bytes is null) return false;

        early = slot;
        slot = default;
        _count--;
        return true;
    }

    /// <summary>A packet came in its turn.</summary>
    public void NoteOrderly()
    {
        if (_ring.Length > 0 && _count == 0 && ++_orderly >= OrderlyPackets) _ring = [];
    }

    public static void Return(in Early early)
    {
        if (early.Bytes is { Length: > 0 } bytes) ArrayPool<byte>.Shared.Return(bytes);
    }

    public void Clear()
    {
        foreach (var early in _ring) Return(early);
        _ring = [];
        _count = 0;
    }

    private ref Early Slot(uint number) => ref _ring[number & (uint)(_ring.Length - 1)];

    // All numbers in the ring lie within its length behind the new one, wherever the numbers wrap.
    private void Grow(uint number, int distance)
    {
        var length = Math.Max(InitialCapacity, _ring.Length);
        while (length <= distance) length *= 2;
        var larger = new Early[length];
        var expected = number - (uint)distance;
        for (var i = 0; i < _ring.Length; i++)
        {
            var old = expected + (uint)i;
            larger[old & (uint)(length - 1)] = _ring[old & (uint)(_ring.Length - 1)];
        }

        _ring = larger;
    }
}
