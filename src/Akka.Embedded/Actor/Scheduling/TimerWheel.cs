using System.Numerics;

namespace Akka.Actor;

/// <summary>
/// A hierarchical wheel of ticks: nodes hang in the slot of their due time, coarser the further away it is, and sink to finer
/// slots as time comes near. Nodes of one tick come due in the order they were hung up. Linking and unlinking take constant time. Six levels of 64 slots span two years of milliseconds;
/// what lies beyond waits in the last slot and is looked at again. Not safe for threads; its owner guards it.
/// </summary>
internal sealed class TimerWheel
{
    private const int Levels = 6;
    private const int SlotBits = 6;
    private const int Slots = 1 << SlotBits;

    private readonly (TimerNode? First, TimerNode? Last)[] _slots = new (TimerNode?, TimerNode?)[Levels * Slots];
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

        ref var ends = ref _slots[slot];
        if (ReferenceEquals(ends.First, node))
            ends.First = node.Next;
        if (ReferenceEquals(ends.Last, node))
            ends.Last = node.Previous;
        if (ends.First is null)
            _occupied[slot / Slots] &= ~(1UL << (slot % Slots));
        node.Detach();
        return true;
    }

    /// <summary>Takes all nodes of a scheduler down; it looks at every node there is.</summary>
    public List<TimerNode> RemoveAll(IScheduler owner)
    {
        List<TimerNode> removed = [];
        for (var slot = 0; slot < _slots.Length; slot++)
            for (var node = _slots[slot].First; node is not null;)
            {
                var next = node.Next;
                if (ReferenceEquals(node.Owner, owner) && Remove(node))
                    removed.Add(node);
                node = next;
            }

        return removed;
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
        var node = _slots[slot].First;
        _slots[slot] = default;
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
        ref var ends = ref _slots[slot];
        node.Attach(slot, ends.Last);
        ends.Last = node;
        ends.First ??= node;
        _occupied[level] |= 1UL << (slot % Slots);
    }
}
