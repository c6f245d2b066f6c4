using Akka.Actor;

namespace Akka.Embedded.Deterministic;

/// <summary>
/// The alarm clock of virtual time, to the microsecond. It stands still until told to go on. A heap by due time: a timer that
/// is taken out leaves its place behind, and the places are cleared when most of them are empty.
/// </summary>
internal sealed class VirtualTimers(SplitMix choice) : ITimers
{
    private const int FewestPlacesToClear = 64;

    private readonly List<TimerNode> _due = [];
    private PriorityQueue<(TimerNode Node, int Place), long> _queue = new();
    private int _places;

    /// <summary>Microseconds since the beginning.</summary>
    public long Micros { get; private set; }

    public TimeSpan Now => TimeSpan.FromMicroseconds(Micros);

    /// <summary>How many timers are armed.</summary>
    public int Count { get; private set; }

    public void Arm(TimerNode node, TimeSpan delay) => Add(node, Micros + Math.Max(Ceiling(delay), 1));

    public void ArmNext(TimerNode node, TimeSpan interval) => Add(node, node.Due + Math.Max(Ceiling(interval), 1));

    public bool Disarm(TimerNode node)
    {
        if (node.Slot < 0)
            return false;
        node.Detach();
        Count--;
        if (_queue.Count > FewestPlacesToClear && Count < _queue.Count / 2)
            _queue = new(_queue.UnorderedItems.Where(static item => item.Element.Node.Slot == item.Element.Place));
        return true;
    }

    public IReadOnlyList<TimerNode> DisarmAll(IScheduler owner)
    {
        List<TimerNode> disarmed = [];
        foreach (var ((node, place), _) in _queue.UnorderedItems.ToArray())
            if (node.Slot == place && ReferenceEquals(node.Owner, owner) && Disarm(node))
                disarmed.Add(node);
        return disarmed;
    }

    /// <summary>Goes on to the next timer that is due by a given time, and fires all of that instant in an order of the seed; else to that time.</summary>
    /// <returns>Whether anything fired; false once the time is reached without.</returns>
    public bool GoOn(long until)
    {
        while (_queue.TryPeek(out var next, out var due) && due <= until)
        {
            if (next.Node.Slot != next.Place)
            {
                _queue.Dequeue();
                continue;
            }

            Micros = due;
            Fire();
            return true;
        }

        Micros = Math.Max(Micros, until);
        return false;
    }

    /// <summary>Whole microseconds, rounded up: a timer is never early.</summary>
    public static long Ceiling(TimeSpan time) =>
        (time.Ticks / TimeSpan.TicksPerMicrosecond) + (time.Ticks % TimeSpan.TicksPerMicrosecond > 0 ? 1 : 0);

    private void Add(TimerNode node, long due)
    {
        _places = (_places + 1) & int.MaxValue;
        node.Due = due;
        node.Attach(_places, null);
        _queue.Enqueue((node, _places), due);
        Count++;
    }

    private void Fire()
    {
        while (_queue.TryPeek(out var next, out var due) && due == Micros)
        {
            _queue.Dequeue();
            if (next.Node.Slot == next.Place)
                _due.Add(next.Node);
        }

        for (var left = _due.Count; left > 0; left--)
        {
            var chosen = choice.Next(left);
            var node = _due[chosen];
            _due[chosen] = _due[left - 1];
            if (node.Slot < 0 || node.Due > Micros)
                continue; // Another one of this instant has disarmed it, or armed it anew.
            node.Detach();
            Count--;
            node.Fire();
        }

        _due.Clear();
    }
}
