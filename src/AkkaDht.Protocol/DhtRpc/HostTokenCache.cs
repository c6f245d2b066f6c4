using System.Numerics;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// The tokens computed lately, one slot a host, so that a host that keeps asking costs no hash. A slot is found by a hash of
/// the host and taken over by whoever comes next; when too many hosts push each other out the table doubles, from nothing
/// up to <paramref name="capacity"/> slots.
/// </summary>
internal sealed class HostTokenCache(int capacity)
{
    public const int DefaultCapacity = 1024;

    private const int FirstLength = 4;

    // Fibonacci hashing: the top bits of a product with 2^32 divided by the golden ratio.
    private const uint Multiplier = 2654435769;

    private Slot[] _slots = [];

    // Fresh slots bear this number; a slot never used bears 0 and is older than any.
    private uint _generation = 2;
    private int _displaced;

    public int Length => _slots.Length;

    /// <summary>The slot of a host, as fresh as it can be had; valid until the next call.</summary>
    public ref Slot SlotOf(uint host)
    {
        if (_slots.Length == 0) _slots = new Slot[FirstLength];

        ref var slot = ref _slots[IndexOf(host)];
        if (slot.Host == host && slot.Generation == _generation) return ref slot;

        if (slot.Generation == _generation) _displaced++;
        if (_displaced > _slots.Length / 2 && _slots.Length * 2 <= capacity)
        {
            Grow();
            return ref SlotOf(host);
        }

        Refresh(ref slot, host);
        return ref slot;
    }

    /// <summary>Makes every present token the previous one.</summary>
    public void Rotate()
    {
        _generation++;
        _displaced = 0;
    }

    private int IndexOf(uint host) => (int)(host * Multiplier >> (32 - BitOperations.Log2((uint)_slots.Length)));

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        _displaced = 0;
        foreach (ref var slot in old.AsSpan()) _slots[IndexOf(slot.Host)] = slot;
    }

    private void Refresh(ref Slot slot, uint host)
    {
        var isOneOld = slot.Host == host && slot.Generation == _generation - 1;
        slot.HasPrevious = isOneOld && slot.HasPresent;
        if (slot.HasPrevious) slot.Previous = slot.Present;
        slot.HasPresent = false;
        slot.Host = host;
        slot.Generation = _generation;
    }

    public struct Slot
    {
        public uint Host;
        public uint Generation;
        public bool HasPresent;
        public bool HasPrevious;
        public RoundTripToken Present;
        public RoundTripToken Previous;
    }
}
