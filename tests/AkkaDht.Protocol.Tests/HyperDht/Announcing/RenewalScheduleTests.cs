using AkkaDht.Protocol.HyperDht.Announcing;

namespace AkkaDht.Protocol.Tests.HyperDht.Announcing;

public sealed class RenewalScheduleTests
{
    private static readonly RenewalSettings Settings = new() { Interval = TimeSpan.FromMinutes(10), JitterPercent = 0, RetryDelay = TimeSpan.FromSeconds(5), MaxAtOnce = 2 };

    private readonly RenewalSchedule _schedule = new(Settings, new SeededRandom(1));
    private Instant _now;

    [Fact]
    public void Nothing_is_due_before_there_is_a_network()
    {
        _schedule.HandleAdded(1);

        Assert.Empty(TakeDue());
        Assert.Equal(Instant.Never, _schedule.NextDeadline);

        _schedule.HandleOnline();
        Assert.Equal([1], TakeDue());
    }

    [Fact]
    public void What_is_new_is_due_at_once_and_what_worked_after_the_interval()
    {
        _schedule.HandleOnline();
        _schedule.HandleAdded(1);
        Assert.Equal([1], TakeDue());

        _schedule.HandleEnded(_now, 1, worked: true);

        Assert.Equal(_now + Settings.Interval, _schedule.NextDeadline);
        Pass(Settings.Interval - TimeSpan.FromTicks(1));
        Assert.Empty(TakeDue());
        Pass(TimeSpan.FromTicks(1));
        Assert.Equal([1], TakeDue());
    }

    [Fact]
    public void What_fails_is_tried_again_after_pauses_that_double_up_to_the_interval()
    {
        _schedule.HandleOnline();
        _schedule.HandleAdded(1);

        foreach (var seconds in new[] { 5, 10, 20, 40, 80, 160, 320, 600, 600 })
        {
            Assert.Equal([1], TakeDue());
            _schedule.HandleEnded(_now, 1, worked: false);
            Assert.Equal(_now + TimeSpan.FromSeconds(seconds), _schedule.NextDeadline);
            Pass(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public void A_success_ends_the_growth_of_the_pauses()
    {
        _schedule.HandleOnline();
        _schedule.HandleAdded(1);
        foreach (var worked in new[] { false, false, true })
        {
            TakeDue();
            _schedule.HandleEnded(_now, 1, worked);
            Pass(Settings.Interval);
        }

        TakeDue();
        _schedule.HandleEnded(_now, 1, worked: false);

        Assert.Equal(_now + Settings.RetryDelay, _schedule.NextDeadline);
    }

    [Fact]
    public void Only_so_many_are_under_way_at_once()
    {
        _schedule.HandleOnline();
        for (var item = 1; item <= 3; item++) _schedule.HandleAdded(item);

        Assert.Equal([1, 2], TakeDue());
        _schedule.HandleEnded(_now, 2, worked: true);
        Assert.Equal([3], TakeDue());
    }

    [Fact]
    public void What_is_removed_is_due_no_more_wherever_it_is()
    {
        _schedule.HandleOnline();
        for (var item = 1; item <= 4; item++) _schedule.HandleAdded(item);
        Assert.Equal([1, 2], TakeDue());
        _schedule.HandleEnded(_now, 1, worked: true);

        _schedule.HandleRemoved(1); // waits for its interval
        _schedule.HandleRemoved(2); // is under way
        _schedule.HandleRemoved(3); // is due
        _schedule.HandleEnded(_now, 2, worked: true);

        Assert.Equal([4], TakeDue());
        Assert.Equal(Instant.Never, _schedule.NextDeadline);
    }

    [Fact]
    public void A_network_that_comes_back_makes_everything_due()
    {
        _schedule.HandleOnline();
        _schedule.HandleAdded(1);
        TakeDue();
        _schedule.HandleEnded(_now, 1, worked: true);

        _schedule.HandleOffline();
        Pass(Settings.Interval);
        Assert.Empty(TakeDue());
        Assert.Equal(Instant.Never, _schedule.NextDeadline);

        _schedule.HandleOnline();
        Assert.Equal([1], TakeDue());
    }

    [Fact]
    public void What_began_together_does_not_stay_together()
    {
        var schedule = new RenewalSchedule(Settings with { JitterPercent = 20, MaxAtOnce = 100 }, new SeededRandom(2));
        schedule.HandleOnline();
        var due = new HashSet<Instant>();
        for (var item = 0; item < 100; item++)
        {
            schedule.HandleAdded(item);
            Assert.True(schedule.TryTakeDue(out _));
            schedule.HandleEnded(_now, item, worked: true);
            due.Add(schedule.NextDeadline);
            schedule.HandleRemoved(item);
        }

        Assert.InRange(due.Count, 10, 21);
        Assert.All(due, at => Assert.True(at >= _now + Settings.Interval && at <= _now + 1.2 * Settings.Interval));
    }

    private void Pass(TimeSpan time)
    {
        _now += time;
        _schedule.HandleTimeout(_now);
    }

    private List<long> TakeDue()
    {
        var due = new List<long>();
        while (_schedule.TryTakeDue(out var item)) due.Add(item);
        return due;
    }
}
