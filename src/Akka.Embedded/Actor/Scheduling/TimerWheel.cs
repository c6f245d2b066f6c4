using System.Diagnostics;
using System.Numerics;

namespace Akka.Actor;

/// <summary>
/// The alarm clock of the process: a hierarchical wheel of one-millisecond ticks with one thread, which sleeps until the
/// next slot in use. Arming and disarming link and unlink a node. Six levels of 64 slots span two years; what lies beyond
/// waits in the last slot and is looked at again.
/// </summary>
internal sealed class TimerWheel
{
    private const int Levels = 6;
    private const int SlotBits = 6;
    private const int Slots = 1 << SlotBits;

    private readonly object _gate = new();
    private readonly TimerNode?[] _slots = new TimerNode?[Levels * Slots];
    private readonly ulong[] _occupied = new ulong[Levels];
    private readonly long _origin = Stopwatch.GetTimestamp();
    private long _elapsed;
    private long _sleepingUntil;
    private bool _running;

    /// <summary>The wheel of this process.</summary>
    public static TimerWheel Shared { get; } = new();

    /// <summary>Milliseconds since the wheel was made, whole ones only.</summary>
    public long Now => (long)Stopwatch.GetElapsedTime(_origin).TotalMilliseconds;

    /// <summary>Fires the node once, no earlier than after the delay.</summary>
    public void Arm(TimerNode node, TimeSpan delay)
    {
        var due = Stopwatch.GetElapsedTime(_origin) + delay;
        lock (_gate)
        {
            node.Due = Math.Max((long)Math.Ceiling(due.TotalMilliseconds), _elapsed + 1);
            Link(node);
            if (!_running)
                StartThread();
            else if (node.Due < _sleepingUntil)
                Monitor.Pulse(_gate);
        }
    }

    /// <summary>Fires a node again, an interval after it was due; ticks missed meanwhile are skipped.</summary>
    public void ArmNext(TimerNode node, TimeSpan interval)
    {
        var ticks = Math.Max((long)Math.Ceiling(interval.TotalMilliseconds), 1);
        lock (_gate)
        {
            var due = node.Due + ticks;
            if (due <= _elapsed)
                due += (_elapsed - due) / ticks * ticks + ticks;
            node.Due = due;
            Link(node);
            if (node.Due < _sleepingUntil)
                Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes a node out; false when it was not armed.</summary>
    public bool Disarm(TimerNode node)
    {
        lock (_gate)
        {
            if (node.Slot < 0)
                return false;
            Unlink(node);
            return true;
        }
    }

    private void StartThread()
    {
        _running = true;
        var thread = new Thread(Turn) { IsBackground = true, Name = "akka-timers" };
        thread.UnsafeStart();
    }

    private void Turn()
    {
        List<TimerNode> due = [];
        while (true)
        {
            lock (_gate)
            {
                _sleepingUntil = NextTick();
                var wait = _sleepingUntil - Now;
                if (wait > 0)
                    Monitor.Wait(_gate, (int)Math.Min(wait, int.MaxValue));
                _sleepingUntil = 0;
                Advance(Now, due);
            }

            foreach (var node in due)
                node.Fire();
            due.Clear();
        }
    }

    /// <summary>Moves the wheel on, slot by slot in use, and collects what has come due.</summary>
    private void Advance(long now, List<TimerNode> due)
    {
        while (true)
        {
            var tick = NextTick();
            if (tick > now)
            {
                _elapsed = Math.Max(_elapsed, now);
                return;
            }

            _elapsed = tick;
            for (var level = Levels - 1; level >= 0; level--)
            {
                var slot = (int)(tick >> (level * SlotBits)) & (Slots - 1);
                if (level > 0 && (tick & ((1L << (level * SlotBits)) - 1)) != 0)
                    continue;
                Empty((level * Slots) + slot, due);
            }
        }
    }

    /// <summary>Fires what is due in a slot; the rest sinks to a finer level.</summary>
    private void Empty(int slot, List<TimerNode> due)
    {
        var node = _slots[slot];
        _slots[slot] = null;
        _occupied[slot / Slots] &= ~(1UL << (slot % Slots));
        while (node is not null)
        {
            var next = node.Next;
            node.Detach();
            if (node.Due <= _elapsed)
                due.Add(node);
            else
                Link(node);
            node = next;
        }
    }

    /// <summary>The next tick at which a slot in use comes up.</summary>
    private long NextTick()
    {
        var next = long.MaxValue;
        for (var level = 0; level < Levels; level++)
        {
            if (_occupied[level] == 0)
                continue;
            var shift = level * SlotBits;
            var current = (int)(_elapsed >> shift) & (Slots - 1);
            var ahead = BitOperations.TrailingZeroCount(BitOperations.RotateRight(_occupied[level], (current + 1) & (Slots - 1))) + 1;
            next = Math.Min(next, ((_elapsed >> shift) + ahead) << shift);
        }

        return next;
    }

    private void Link(TimerNode node)
    {
        var distance = (ulong)(node.Due ^ _elapsed);
        var level = Math.Min(BitOperations.Log2(distance | 1) / SlotBits, Levels - 1);
        var slot = (level * Slots) + ((int)(node.Due >> (level * SlotBits)) & (Slots - 1));
        node.Attach(slot, _slots[slot]);
        _slots[slot] = node;
        _occupied[level] |= 1UL << (slot % Slots);
    }

    private void Unlink(TimerNode node)
    {
        var slot = node.Slot;
        if (ReferenceEquals(_slots[slot], node))
        {
            _slots[slot] = node.Next;
            if (node.Next is null)
                _occupied[slot / Slots] &= ~(1UL << (slot % Slots));
        }

        node.Detach();
    }
}
