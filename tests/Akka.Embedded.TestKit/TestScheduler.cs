using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// A scheduler whose time stands still until a test advances it. One advance fires each item that is due once, however
/// many of its intervals it spans; a repeating item is next due an interval after the new now, and what is scheduled
/// meanwhile waits for the next advance.
/// </summary>
public class TestScheduler : IScheduler, IAdvancedScheduler
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Item, (DateTimeOffset Due, long Order)> _items = new();
    private DateTimeOffset _now = DateTimeOffset.UtcNow;
    private long _order;

    /// <summary>Called by the system, which finds the type in <c>akka.scheduler.implementation</c>.</summary>
    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
    }

    /// <summary>The time that was advanced to.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    /// <summary>The real time that has passed, which no test advances.</summary>
    public TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(0);

    /// <summary>The real time that has passed, which no test advances.</summary>
    public TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(0);

    /// <inheritdoc/>
    public IAdvancedScheduler Advanced => this;

    /// <summary>The time that was advanced to.</summary>
    protected DateTimeOffset TimeNow => Now;

    /// <summary>Lets time pass and fires what is due, in order of due time.</summary>
    public void Advance(TimeSpan offset)
    {
        foreach (var item in TakeDue(offset))
        {
            if (item.IsCancelled)
                continue;
            item.Fire();
            if (item.Interval is { } interval)
                Add(item, interval);
        }
    }

    /// <summary>Lets time pass until <paramref name="when"/>, which must not lie in the past.</summary>
    public void AdvanceTo(DateTimeOffset when)
    {
        var offset = when - Now;
        if (offset < TimeSpan.Zero)
            throw new InvalidOperationException("You can't reverse time...");
        Advance(offset);
    }

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(new Item(() => receiver.Tell(message, sender!), null, cancelable), delay);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(new Item(() => receiver.Tell(message, sender!), interval, cancelable), initialDelay);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action) => Add(new Item(action, null, null), delay);

    /// <summary>Schedules an action; as in Akka.NET, a later cancellation does not keep it from firing.</summary>
    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) => ScheduleOnce(delay, action);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(new Item(action, interval, cancelable), initialDelay);

    private List<Item> TakeDue(TimeSpan offset)
    {
        var due = new List<Item>();
        lock (_gate)
        {
            _now += offset;
            while (_items.TryPeek(out var item, out var when) && when.Due <= _now)
            {
                due.Add(item);
                _items.Dequeue();
            }
        }

        return due;
    }

    private void Add(Item item, TimeSpan delay)
    {
        lock (_gate)
            _items.Enqueue(item, (_now + delay, _order++));
    }

    private sealed record Item(Action Fire, TimeSpan? Interval, ICancelable? Cancelable)
    {
        public bool IsCancelled => Cancelable is { IsCancellationRequested: true };
    }
}
