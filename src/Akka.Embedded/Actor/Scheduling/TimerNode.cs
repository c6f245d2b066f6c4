namespace Akka.Actor;

/// <summary>Something on the <see cref="TimerWheel"/>: a node of the list of its slot, guarded by the wheel.</summary>
internal abstract class TimerNode
{
    private TimerNode? _previous;

    /// <summary>The tick at which to fire.</summary>
    public long Due { get; set; }

    /// <summary>The slot the node hangs in; −1 when in none.</summary>
    public int Slot { get; private set; } = -1;

    public TimerNode? Next { get; private set; }

    /// <summary>Called on the timers' thread; must be quick and must not throw.</summary>
    public abstract void Fire();

    public void Attach(int slot, TimerNode? next)
    {
        Slot = slot;
        Next = next;
        if (next is not null)
            next._previous = this;
    }

    public void Detach()
    {
        if (_previous is not null)
            _previous.Next = Next;
        if (Next is not null)
            Next._previous = _previous;
        _previous = Next = null;
        Slot = -1;
    }
}
