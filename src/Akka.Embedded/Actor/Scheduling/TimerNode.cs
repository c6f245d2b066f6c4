namespace Akka.Actor;

/// <summary>Something on the <see cref="TimerWheel"/>: a node of the list of its slot, guarded by the wheel.</summary>
internal abstract class TimerNode
{
    /// <summary>The tick at which to fire.</summary>
    public long Due { get; set; }

    /// <summary>The slot the node hangs in; −1 when in none.</summary>
    public int Slot { get; private set; } = -1;

    public TimerNode? Next { get; private set; }

    public TimerNode? Previous { get; private set; }

    /// <summary>The scheduler that armed the node; null if none did.</summary>
    public virtual IScheduler? Owner => null;

    /// <summary>Called on the timers' thread; must be quick and must not throw.</summary>
    public abstract void Fire();

    /// <summary>Hangs the node behind the last one of a slot.</summary>
    public void Attach(int slot, TimerNode? last)
    {
        Slot = slot;
        Previous = last;
        if (last is not null)
            last.Next = this;
    }

    public void Detach()
    {
        if (Previous is not null)
            Previous.Next = Next;
        if (Next is not null)
            Next.Previous = Previous;
        Previous = Next = null;
        Slot = -1;
    }
}
