using Akka.Actor;
using Akka.TestKit;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>Time that passes only when the test says so.</summary>
public sealed class TestSchedulerTests() : Akka.TestKit.Xunit2.TestKit("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(30);

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Nothing_happens_before_its_time()
    {
        Scheduler.ScheduleTellOnce(Second, TestActor, "a", ActorRefs.NoSender);

        Scheduler.Advance(Second * 0.9);
        ExpectNoMsg(Silence);
        Scheduler.Advance(Second * 0.1);
        ExpectMsg("a");
    }

    [Fact]
    public void Now_is_what_was_advanced_to_and_never_goes_back()
    {
        var start = Scheduler.Now;

        Scheduler.AdvanceTo(start + Second);

        Assert.Equal(start + Second, Scheduler.Now);
        Assert.Throws<InvalidOperationException>(() => Scheduler.AdvanceTo(start));
    }

    [Fact]
    public void What_is_due_fires_in_order_of_time()
    {
        Scheduler.ScheduleTellOnce(Second * 2, TestActor, "later", ActorRefs.NoSender);
        Scheduler.ScheduleTellOnce(Second, TestActor, "sooner", ActorRefs.NoSender);

        Scheduler.Advance(Second * 3);

        ExpectMsg("sooner");
        ExpectMsg("later");
    }

    [Fact]
    public void One_advance_fires_a_repeating_item_once_however_far_it_goes()
    {
        Scheduler.ScheduleTellRepeatedly(Second, Second, TestActor, "tick", ActorRefs.NoSender);

        Scheduler.Advance(Second * 5.5);
        ExpectMsg("tick");
        ExpectNoMsg(Silence);

        Scheduler.Advance(Second * 0.9);
        ExpectNoMsg(Silence);
        Scheduler.Advance(Second * 0.1);
        ExpectMsg("tick");
    }

    [Fact]
    public void What_is_scheduled_while_advancing_waits_for_the_next_advance()
    {
        Scheduler.Advanced.ScheduleOnce(Second, () => Scheduler.ScheduleTellOnce(TimeSpan.Zero, TestActor, "a", ActorRefs.NoSender));

        Scheduler.Advance(Second * 2);
        ExpectNoMsg(Silence);
        Scheduler.Advance(TimeSpan.Zero);
        ExpectMsg("a");
    }

    [Fact]
    public void A_cancelled_tell_does_not_fire_but_a_cancelled_single_action_does()
    {
        using var cancelable = new Cancelable(Sys.Scheduler);
        Scheduler.ScheduleTellOnce(Second, TestActor, "tell", ActorRefs.NoSender, cancelable);
        Scheduler.Advanced.ScheduleOnce(Second, () => TestActor.Tell("action"), cancelable);
        cancelable.Cancel();

        Scheduler.Advance(Second);

        ExpectMsg("action");
        ExpectNoMsg(Silence);
    }

    [Fact]
    public void It_drives_timers_and_receive_timeouts()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Sleeper(TestActor)));
        actor.Tell("ready?");
        ExpectMsg("ready");

        Scheduler.Advance(Second);
        ExpectMsg("timer");

        // The silence begins after the handler has returned, which no message tells.
        AwaitAssert(() =>
        {
            Scheduler.Advance(Second * 2);
            ExpectMsg(ReceiveTimeout.Instance, Silence);
        });
    }

    [Fact]
    public void Real_time_goes_on()
    {
        var before = Scheduler.MonotonicClock;

        AwaitCondition(() => Scheduler.MonotonicClock > before);
    }

    private sealed class Sleeper : ReceiveActor, IWithTimers
    {
        public Sleeper(IActorRef observer)
        {
            Timers.StartSingleTimer("key", "timer", Second);
            SetReceiveTimeout(Second * 2);
            Receive<string>(text => text == "ready?", _ => Sender.Tell("ready"));
            ReceiveAny(observer.Tell);
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
