using System.Diagnostics;
using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Timing;

public sealed class SchedulerTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void A_message_is_told_once_and_never_early()
    {
        foreach (var milliseconds in new[] { 0, 1, 7, 20, 65, 130 })
        {
            var clock = Stopwatch.StartNew();
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(milliseconds), TestActor, milliseconds, TestActor);
            ExpectMsg(milliseconds);
            Assert.True(clock.Elapsed >= TimeSpan.FromMilliseconds(milliseconds));
            Assert.Equal(TestActor, LastSender);
        }

        ExpectNoMsg(Short);
    }

    [Fact]
    public void Due_times_set_the_order()
    {
        foreach (var milliseconds in new[] { 90, 10, 170, 50, 130 })
            Sys.Scheduler.ScheduleTellOnce(milliseconds, TestActor, milliseconds, ActorRefs.NoSender);
        foreach (var milliseconds in new[] { 10, 50, 90, 130, 170 })
            ExpectMsg(milliseconds);
    }

    [Fact]
    public void A_message_is_told_again_and_again_until_cancelled()
    {
        var cancel = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(Short, Short, TestActor, "tick", ActorRefs.NoSender);
        for (var i = 0; i < 3; i++)
            ExpectMsg("tick");
        cancel.Cancel();
        ReceiveWhile<string>(Short * 2, message => message as string);
        ExpectNoMsg(Short * 3);
        Assert.True(cancel.IsCancellationRequested);
    }

    [Fact]
    public void What_is_cancelled_in_time_is_never_told()
    {
        var own = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellOnce(Short, TestActor, "own", ActorRefs.NoSender, own);
        var given = Sys.Scheduler.ScheduleTellOnceCancelable(Short, TestActor, "given", ActorRefs.NoSender);
        own.Cancel();
        given.Cancel();
        ExpectNoMsg(Short * 4);
    }

    [Fact]
    public void Actions_run_once_or_again_and_again()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(Short, () => TestActor.Tell("once"));
        ExpectMsg("once");
        using var cancel = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.Zero, Short, () => TestActor.Tell("again"), cancel);
        ExpectMsg("again");
        ExpectMsg("again");
        cancel.Cancel();
    }

    [Fact]
    public void A_throwing_action_does_not_end_the_others()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => throw new InvalidOperationException("expected"));
        Sys.Scheduler.Advanced.ScheduleOnce(Short, () => TestActor.Tell("alive"));
        ExpectMsg("alive");
    }

    [Fact]
    public void Delays_may_not_be_negative_and_intervals_must_be_positive()
    {
        var negative = TimeSpan.FromMilliseconds(-1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sys.Scheduler.ScheduleTellOnce(negative, TestActor, "x", TestActor));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sys.Scheduler.ScheduleTellRepeatedly(Short, TimeSpan.Zero, TestActor, "x", TestActor));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sys.Scheduler.Advanced.ScheduleOnce(negative, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sys.Scheduler.Advanced.ScheduleRepeatedly(Short, negative, () => { }));
    }

    [Fact]
    public async Task After_the_end_nothing_can_be_scheduled()
    {
        var system = ActorSystem.Create("ended");
        await system.Terminate();
        Assert.Throws<SchedulerException>(() => system.Scheduler.ScheduleTellOnce(Short, TestActor, "x", TestActor));
    }

    [Fact]
    public void Time_goes_on()
    {
        var before = (Sys.Scheduler.MonotonicClock, Sys.Scheduler.HighResMonotonicClock, Sys.Scheduler.Now);
        Sys.Scheduler.ScheduleTellOnce(Short, TestActor, "later", TestActor);
        ExpectMsg("later");
        Assert.True(Sys.Scheduler.MonotonicClock > before.MonotonicClock);
        Assert.True(Sys.Scheduler.HighResMonotonicClock > before.HighResMonotonicClock);
        Assert.True(Sys.Scheduler.Now > before.Now);
    }

    [Fact]
    public void Thousands_of_timers_all_fire()
    {
        const int timers = 5_000;
        var left = timers;
        var done = CreateTestLatch();
        var counter = Sys.ActorOf(Act.Props((_, _) =>
        {
            if (--left == 0)
                done.CountDown();
        }));
        var random = new Random(7);
        for (var i = 0; i < timers; i++)
            Sys.Scheduler.ScheduleTellOnce(random.Next(0, 300), counter, "tick", ActorRefs.NoSender);
        done.Ready(TimeSpan.FromSeconds(5));
        Assert.Equal(0, left);
    }
}
