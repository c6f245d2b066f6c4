using System.Runtime.CompilerServices;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// How many requests may be under way: counts transmissions without a reply in four slots of 750 ms, and forgets the oldest
/// slot when a new one begins (02-dht-rpc.md B3). It is full with <paramref name="maxWindow"/> in the present slot or twice
/// that in all. Nothing runs while a node is idle: the slots move when somebody looks.
/// </summary>
public sealed class CongestionWindow(int maxWindow)
{
    private static readonly TimeSpan SlotLength = TimeSpan.FromMilliseconds(750);

    private Slots _slots;
    private int _present;
    private int _total;
    private Instant _nextDrain = Instant.Never;

    /// <summary>Whether a request that is not forced has to wait.</summary>
    public bool IsFull => _total >= 2 * maxWindow || _slots[_present] >= maxWindow;

    /// <summary>When the next slot begins; never before the first <see cref="AdvanceTo"/>.</summary>
    public Instant NextDrain => _nextDrain;

    internal int Total => _total;

    internal int Present => _present;

    internal ReadOnlySpan<int> Window => _slots;

    /// <summary>Begins the slots whose time has come.</summary>
    public void AdvanceTo(Instant now)
    {
        if (_nextDrain == Instant.Never) _nextDrain = now + SlotLength;
        if (now < _nextDrain) return;

        var begun = (now - _nextDrain).Ticks / SlotLength.Ticks + 1;
        for (var i = Math.Min(begun, Slots.Count); i > 0; i--) Drain();
        _nextDrain += begun * SlotLength;
    }

    /// <summary>Counts a transmission.</summary>
    public void Send()
    {
        _slots[_present]++;
        _total++;
    }

    /// <summary>Takes a transmission of the present slot back, if there is one: its reply came, or nobody waits for it.</summary>
    public void Receive()
    {
        if (_slots[_present] == 0) return;

        _slots[_present]--;
        _total--;
    }

    /// <summary>Begins a new slot in place of the oldest.</summary>
    public void Drain()
    {
        _present = (_present + 1) % Slots.Count;
        _total -= _slots[_present];
        _slots[_present] = 0;
    }

    /// <summary>Forgets every transmission.</summary>
    public void Clear()
    {
        _slots = default;
        _present = 0;
        _total = 0;
    }

    [InlineArray(Count)]
    private struct Slots
    {
        public const int Count = 4;

        private int _first;
    }
}
