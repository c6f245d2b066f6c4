using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests;

/// <summary>The wake-up of an actor and the timers behind it.</summary>
public sealed class WakeupTests : PartsTest
{
    private readonly FineTimers _fine = new();

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(0.01, 1)]
    [InlineData(1, 1)]
    [InlineData(1.5, 2)]
    public void A_part_of_a_millisecond_is_waited_for_rather_than_asked_for_again_and_again(double wantedMs, double waitedMs)
    {
        var wakeup = new Wakeup(Sys.Scheduler, TestActor, new Clock(_fine), _fine);

        wakeup.Set(Instant.Zero + TimeSpan.FromMilliseconds(wantedMs));

        Assert.Equal([TimeSpan.FromMilliseconds(waitedMs)], _fine.Waited);
    }

    [Fact]
    public void A_later_deadline_costs_no_timer_and_an_earlier_one_does()
    {
        var wakeup = new Wakeup(Sys.Scheduler, TestActor, new Clock(_fine), _fine);

        foreach (var milliseconds in (int[])[5, 7, 3]) wakeup.Set(Instant.Zero + TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal([TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(3)], _fine.Waited);
    }

    [Fact]
    public void With_the_actor_its_timer_goes()
    {
        var wakeup = new Wakeup(Sys.Scheduler, TestActor, new Clock(_fine), _fine);
        wakeup.Set(Instant.Zero + TimeSpan.FromMilliseconds(5));

        wakeup.Cancel();

        Assert.True(_fine.IsDisposed);
    }

    /// <summary>A clock that stands still, and one timer that only notes what it is told.</summary>
    private sealed class FineTimers : TimeProvider, ITimer
    {
        public List<TimeSpan> Waited { get; } = [];

        public bool IsDisposed { get; private set; }

        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => this;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Waited.Add(dueTime);
            return true;
        }

        public void Dispose() => IsDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
