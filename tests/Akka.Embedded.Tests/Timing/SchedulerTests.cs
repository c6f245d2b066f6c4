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
    public void Times_may_be_given_in_milliseconds()
    {
        Sys.Scheduler.ScheduleTellOnce(1, TestActor, "once", TestActor);
        ExpectMsg("once");
        Sys.Scheduler.ScheduleTellOnceCancelable(1, TestActor, "once", TestActor);
        ExpectMsg("once");
        Sys.Scheduler.Advanced.ScheduleOnce(1, () => TestActor.Tell("run"));
        ExpectMsg("run");
        Sys.Scheduler.Advanced.ScheduleOnceCancelable(1, () => TestActor.Tell("run"));
        ExpectMsg("run");
        using var cancel = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellRepeatedly(0, 10, TestActor, "again", TestActor, cancel);
        Sys.Scheduler.Advanced.ScheduleRepeatedly(0, 10, () => TestActor.Tell("run again"), cancel);
        var (told, ran) = (0, 0);
        FishForMessage(message => (message is "again" ? ++told : ++ran) > 0 && told > 2 && ran > 2);
        cancel.Cancel();
    }

    [Fact]
    public void Handles_cancel_repeated_orders()
    {
        ICancelable[] handles =
        [
            Sys.Scheduler.ScheduleTellRepeatedlyCancelable(0, 10, TestActor, 0, TestActor),
            Sys.Scheduler.ScheduleTellRepeatedlyCancelable(TimeSpan.Zero, Short, TestActor, 1, TestActor),
            Sys.Scheduler.Advanced.ScheduleRepeatedlyCancelable(0, 10, () => TestActor.Tell(2)),
            Sys.Scheduler.Advanced.ScheduleRepeatedlyCancelable(TimeSpan.Zero, Short, () => TestActor.Tell(3)),
        ];
        var seen = new HashSet<int>();
        FishForMessage<int>(number => seen.Add(number) && seen.Count == handles.Length);
        foreach (var handle in handles)
            handle.Cancel();
        ReceiveWhile<object>(Short * 3, message => message);
        ExpectNoMsg(Short * 4);
    }

    [Fact]
    public void A_handle_is_a_cancelable_like_any_other()
    {
        var told = Sys.Scheduler.ScheduleTellOnceCancelable(TimeSpan.FromHours(1), TestActor, "never", TestActor);
        var latch = CreateTestLatch();
        told.Token.Register(() => latch.CountDown());
        Assert.False(told.IsCancellationRequested || told.Token.IsCancellationRequested);
        told.CancelAfter(1);
        latch.Ready();
        Assert.True(told.IsCancellationRequested && told.Token.IsCancellationRequested);

        var run = Sys.Scheduler.Advanced.ScheduleOnceCancelable(TimeSpan.FromHours(1), () => { });
        run.CancelAfter(TimeSpan.FromMilliseconds(1));
        AwaitCondition(() => run.IsCancellationRequested);
        run.Cancel(true);
    }

    [Fact]
    public void What_was_cancelled_before_is_never_scheduled()
    {
        var cancelled = Cancelable.CreateCanceled();
        Sys.Scheduler.ScheduleTellOnce(0, TestActor, "told", TestActor, cancelled);
        Sys.Scheduler.ScheduleTellRepeatedly(0, 10, TestActor, "told", TestActor, cancelled);
        Sys.Scheduler.Advanced.ScheduleOnce(0, () => TestActor.Tell("run"), cancelled);
        Sys.Scheduler.Advanced.ScheduleRepeatedly(0, 10, () => TestActor.Tell("run"), cancelled);
        ExpectNoMsg(Short * 3);
    }

    [Fact]
    public void A_cancelable_may_call_itself_off_ahead_of_time()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellRepeatedly(1, 60_000, TestActor, "tick", TestActor, cancelable);
        cancelable.CancelAfter(50);
        ExpectMsg("tick");
        AwaitCondition(() => cancelable.IsCancellationRequested);
    }

    [Fact]
    public void A_repeated_action_that_fails_is_not_repeated()
    {
        var runs = 0;
        Sys.Scheduler.Advanced.ScheduleRepeatedly(1, 1, () =>
        {
            Interlocked.Increment(ref runs);
            throw new InvalidOperationException("expected");
        });
        AwaitCondition(() => runs > 0);
        Sys.Scheduler.ScheduleTellOnce(100, TestActor, "later", TestActor);
        ExpectMsg("later");
        Assert.Equal(1, runs);
    }

    [Fact]
    public void A_receiver_that_throws_is_told_no_more()
    {
        var receiver = new Throwing();
        Sys.Scheduler.ScheduleTellRepeatedly(1, 1, receiver, "tick", TestActor);
        AwaitCondition(() => receiver.Told > 0);
        Sys.Scheduler.ScheduleTellOnce(100, TestActor, "later", TestActor);
        ExpectMsg("later");
        Assert.Equal(1, receiver.Told);
    }

    [Fact]
    public void A_slow_action_is_not_overtaken_by_its_own_next_time()
    {
        var (inside, overlapped, runs) = (0, false, 0);
        using var cancel = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.Advanced.ScheduleRepeatedly(0, 1, () =>
        {
            overlapped |= Interlocked.Increment(ref inside) > 1;
            Thread.Sleep(15);
            Interlocked.Decrement(ref inside);
            runs++;
        }, cancel);
        AwaitCondition(() => runs > 3);
        cancel.Cancel();
        Assert.False(overlapped);
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
        Assert.Throws<SchedulerException>(() => system.Scheduler.ScheduleTellRepeatedly(Short, Short, TestActor, "x", TestActor));
        Assert.Throws<SchedulerException>(() => system.Scheduler.Advanced.ScheduleOnce(Short, () => { }));
        Assert.Throws<SchedulerException>(() => system.Scheduler.Advanced.ScheduleRepeatedly(Short, Short, () => { }));
    }

    [Fact]
    public async Task What_repeats_ends_with_the_system()
    {
        var system = ActorSystem.Create("ticking");
        var told = 0;
        system.Scheduler.Advanced.ScheduleRepeatedly(0, 1, () => Interlocked.Increment(ref told));
        AwaitCondition(() => Volatile.Read(ref told) > 3);
        await system.Terminate();
        var atTheEnd = Volatile.Read(ref told);
        Sys.Scheduler.ScheduleTellOnce(50, TestActor, "later", TestActor);
        ExpectMsg("later");
        Assert.InRange(Volatile.Read(ref told), atTheEnd, atTheEnd + 1);
    }

    [Fact]
    public void A_scheduler_of_ones_own_is_like_that_of_a_system()
    {
        Assert.IsType<HashedWheelTimerScheduler>(Sys.Scheduler);
        using var own = new HashedWheelTimerScheduler(Sys.Settings.Config, Log);
        Assert.True(own.MonotonicClock > TimeSpan.Zero && own.HighResMonotonicClock > TimeSpan.Zero);
        ((IScheduler)own).ScheduleTellOnce(TimeSpan.FromMilliseconds(1), TestActor, "told", TestActor);
        ExpectMsg("told");
        ((IActionScheduler)own).ScheduleOnce(1, () => TestActor.Tell("run"));
        ExpectMsg("run");
        own.Dispose();
        Assert.Throws<SchedulerException>(() => ((IScheduler)own).ScheduleTellOnce(TimeSpan.Zero, TestActor, "x", TestActor));
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

    private sealed class Throwing : ICanTell
    {
        private int _told;

        public int Told => Volatile.Read(ref _told);

        public void Tell(object message, IActorRef? sender)
        {
            Interlocked.Increment(ref _told);
            throw new InvalidOperationException("expected");
        }
    }
}
