using System.Numerics;

namespace Akka.Actor;

/// <summary>
/// A hierarchical wheel of ticks: nodes hang in the slot of their due time, coarser the further away it is, and sink to finer
/// slots as time comes near. Linking and unlinking take constant time. Six levels of 64 slots span two years of milliseconds;
/// what lies beyond waits in the last slot and is looked at again. Not safe for threads; its owner guards it.
/// </summary>
internal sealed class TimerWheel
{
    private const int Levels = 6;
    private const int SlotBits = 6;
    private const int Slots = 1 << SlotBits;

    private readonly TimerNode?[] _slots = new TimerNode?[Levels * Slots];
    private readonly ulong[] _occupied = new ulong[Levels];

    /// <summary>The tick up to which nodes have come due.</summary>
    public long Elapsed { get; private set; }

    /// <summary>The next tick at which a slot in use comes up; <see cref="long.MaxValue"/> when none is.</summary>
    public long NextTick
    {
        get
        {
            var next = long.MaxValue;
            for (var level = 0; level < Levels; level++)
            {
                if (_occupied[level] == 0)
                    continue;
                var shift = level * SlotBits;
                var current = (int)(Elapsed >> shift) & (Slots - 1);
                var ahead = BitOperations.TrailingZeroCount(BitOperations.RotateRight(_occupied[level], (current + 1) & (Slots - 1))) + 1;
                next = Math.Min(next, ((Elapsed >> shift) + ahead) << shift);
            }

            return next;
        }
    }

    /// <summary>Hangs a node up for a tick, the next one at the earliest.</summary>
    public void Add(TimerNode node, long due)
    {
        node.Due = Math.Max(due, Elapsed + 1);
        Link(node);
    }

    /// <summary>Takes a node down; false when it did not hang.</summary>
    public bool Remove(TimerNode node)
    {
        var slot = node.Slot;
        if (slot < 0)
            return false;

        if (ReferenceEquals(_slots[slot], node))
        {
            _slots[slot] = node.Next;
            if (node.Next is null)
                _occupied[slot / Slots] &= ~(1UL << (slot % Slots));
        }

        node.Detach();
        return true;
    }

    /// <summary>Lets time come up to a tick and collects what has come due.</summary>
    public void Advance(long now, List<TimerNode> due)
    {
        for (var tick = NextTick; tick <= now; tick = NextTick)
        {
            Elapsed = tick;
            for (var level = Levels - 1; level >= 0; level--)
            {
                var shift = level * SlotBits;
                if ((tick & ((1L << shift) - 1)) == 0)
                    Empty((level * Slots) + ((int)(tick >> shift) & (Slots - 1)), due);
            }
        }

        Elapsed = Math.Max(Elapsed, now);
    }

    /// <summary>Collects what is due in a slot; the rest sinks to a finer level.</summary>
    private void Empty(int slot, List<TimerNode> due)
    {
        var node = _slots[slot];
        _slots[slot] = null;
        _occupied[slot / Slots] &= ~(1UL << (slot % Slots));
        while (node is not null)
        {
            var next = node.Next;
            node.Detach();
            if (node.Due <= Elapsed)
                due.Add(node);
            else
                Link(node);
            node = next;
        }
    }

    private void Link(TimerNode node)
    {
        var distance = (ulong)(node.Due ^ Elapsed);
        var level = Math.Min(BitOperations.Log2(distance | 1) / SlotBits, Levels - 1);
        var slot = (level * Slots) + ((int)(node.Due >> (level * SlotBits)) & (Slots - 1));
        node.Attach(slot, _slots[slot]);
        _slots[slot] = node;
        _occupied[level] |= 1UL << (slot % Slots);
    }
}
