using Akka.Actor;
using Akka.TestKit;

namespace Akka.Embedded.Tests.Timing;

public sealed class TimerTests() : Akka.TestKit.Xunit2.TestKit("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_single_timer_delivers_once_and_is_no_longer_active_then()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "tick", Second));
        Scheduler.Advance(Second);
        ExpectMsg(("tick", false));
        Scheduler.Advance(Second);
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void A_periodic_timer_goes_on()
    {
        var actor = Start();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        for (var i = 0; i < 3; i++)
        {
            Scheduler.Advance(Second);
            ExpectMsg(("tick", true));
        }
    }

    [Fact]
    public void A_periodic_timer_may_begin_sooner()
    {
        var actor = Start();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", TimeSpan.FromMilliseconds(10), Second));
        Scheduler.Advance(TimeSpan.FromMilliseconds(10));
        ExpectMsg(("tick", true));
        Scheduler.Advance(Second);
        ExpectMsg(("tick", true));
    }

    [Fact]
    public void Starting_a_key_again_replaces_its_timer()
    {
        var actor = Start();
        Do(actor, timers =>
        {
            timers.StartSingleTimer("key", "old", Second);
            timers.StartSingleTimer("key", "new", Second * 2);
        });
        Scheduler.Advance(Second);
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        Scheduler.Advance(Second);
        ExpectMsg(("new", false));
    }

    [Fact]
    public void A_cancelled_timer_never_delivers_even_if_its_message_was_queued()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "tick", Second));
        FallDueWhileBusy(actor, then: timers => timers.Cancel("key"));
        Do(actor, timers => Assert.False(timers.IsTimerActive("key")));
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void A_replaced_timer_never_delivers_even_if_its_message_was_queued()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "old", Second));
        FallDueWhileBusy(actor, then: timers => timers.StartSingleTimer("key", "new", Second));
        Do(actor, _ => { });
        Scheduler.Advance(Second);
        ExpectMsg(("new", false));
    }

    [Fact]
    public void A_timer_of_an_old_instance_never_delivers_to_the_new_one()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "old", Second));
        using var gate = new ManualResetEventSlim();
        actor.Tell(new Action<ITimerScheduler>(_ => gate.Wait()));
        actor.Tell(new InvalidOperationException("expected"));
        Scheduler.Advance(Second);
        gate.Set();
        Do(actor, timers => timers.StartSingleTimer("key", "new", Second));
        Scheduler.Advance(Second);
        ExpectMsg(("new", false));
    }

    [Fact]
    public void A_timer_may_be_started_again_by_its_own_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Restarting(TestActor)));
        for (var i = 1; i <= 3; i++)
        {
            Do(actor, _ => { });
            Scheduler.Advance(Second);
            ExpectMsg(i);
        }
    }

    [Fact]
    public void A_timer_may_tell_what_the_runtime_understands()
    {
        var actor = Start();
        Watch(actor);
        Do(actor, timers => timers.StartSingleTimer("key", PoisonPill.Instance, Second));
        Scheduler.Advance(Second);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_timer_resets_the_receive_timeout_unless_its_message_is_marked()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Patient(TestActor)));
        Do(actor, timers =>
        {
            timers.StartSingleTimer("marked", new Unnoticed(), Second);
            timers.StartSingleTimer("plain", "tick", Second * 3);
        });
        Scheduler.Advance(Second);
        ExpectMsg("Unnoticed");
        Scheduler.Advance(Second);
        ExpectMsg("ReceiveTimeout");
        Do(actor, _ => { });
        Scheduler.Advance(Second);
        ExpectMsg("String");
        Do(actor, _ => { });
        Scheduler.Advance(Second);
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        Scheduler.Advance(Second);
        ExpectMsg("ReceiveTimeout");
    }

    [Fact]
    public void The_keys_of_active_timers_change_with_them()
    {
        var actor = Start();
        Do(actor, timers =>
        {
            var active = timers.ActiveTimers;
            Assert.Empty(active);
            timers.StartSingleTimer(1, "tick", Second);
            timers.StartPeriodicTimer("two", "tick", Second);
            Assert.Equal([1, "two"], timers.ActiveTimers.OrderBy(key => key.ToString()));
            timers.Cancel("two");
            timers.Cancel("never started");
            Assert.Equal([1], timers.ActiveTimers);
        });
        Scheduler.Advance(Second);
        ExpectMsg(("tick", false));
        Do(actor, timers => Assert.Empty(timers.ActiveTimers));
    }

    [Fact]
    public void Active_timers_are_known_by_key()
    {
        var actor = Start();
        Do(actor, timers =>
        {
            timers.StartSingleTimer("a", "tick", Second);
            timers.StartPeriodicTimer("b", "tick", Second);
            Assert.True(timers.IsTimerActive("a") && timers.IsTimerActive("b"));
            timers.CancelAll();
            Assert.False(timers.IsTimerActive("a") || timers.IsTimerActive("b"));
        });
        Scheduler.Advance(Second);
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void Timers_end_with_a_restart()
    {
        var actor = Start();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        actor.Tell(new InvalidOperationException("expected"));
        Do(actor, timers => Assert.False(timers.IsTimerActive("key")));
        Scheduler.Advance(Second);
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void Timers_end_with_the_actor()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        var actor = Start();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Scheduler.Advance(Second);
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void The_last_hooks_find_no_timer_active()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Hooked(TestActor, false)));
        actor.Tell(new InvalidOperationException("expected"));
        ExpectMsg(("PreRestart", false));
        Sys.Stop(actor);
        ExpectMsg(("PostStop", false));
    }

    [Fact]
    public void Only_the_hooks_around_the_last_ones_find_them_active()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Hooked(TestActor, true)));
        actor.Tell(new InvalidOperationException("expected"));
        ExpectMsg(("AroundPreRestart", true));
        ExpectMsg(("PreRestart", false));
        Sys.Stop(actor);
        ExpectMsg(("AroundPostStop", true));
        ExpectMsg(("PostStop", false));
    }

    [Fact]
    public void Timers_work_in_the_constructor()
    {
        Sys.ActorOf(Props.Create(() => new InConstructor(TestActor)));
        AwaitAssert(() =>
        {
            Scheduler.Advance(Second);
            ExpectMsg("constructed", TimeSpan.FromMilliseconds(200));
        });
    }

    [Fact]
    public void The_sender_is_none_unless_given()
    {
        var actor = Sys.ActorOf(Props.Create(() => new SenderTeller(TestActor)));
        Do(actor, timers =>
        {
            timers.StartSingleTimer("none", "tick", Second);
            timers.StartSingleTimer("given", "tick", Second, TestActor);
        });
        Scheduler.Advance(Second);
        ExpectMsgAllOf(Sys.DeadLetters, TestActor);
        Do(actor, timers =>
        {
            timers.StartPeriodicTimer("none", "tick", Second);
            timers.StartPeriodicTimer("given", "tick", Second, TestActor);
            timers.StartPeriodicTimer("given too", "tick", Second, Second, TestActor);
        });
        Scheduler.Advance(Second);
        ExpectMsgAllOf(Sys.DeadLetters, TestActor, TestActor);
    }

    /// <summary>A timer comes due while the actor is busy, which then does something with the timer's message already queued.</summary>
    private void FallDueWhileBusy(IActorRef actor, Action<ITimerScheduler> then)
    {
        var isDue = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        actor.Tell(new Action<ITimerScheduler>(timers =>
        {
            isDue.Task.Wait();
            then(timers);
        }));
        Scheduler.Advance(Second);
        isDue.SetResult();
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new Timed(TestActor)));

    /// <summary>Does something on the actor's turn and waits until it is done.</summary>
    private void Do(IActorRef actor, Action<ITimerScheduler> action)
    {
        var failure = default(Exception);
        actor.Tell(new Action<ITimerScheduler>(timers => failure = Record.Exception(() => action(timers))));
        actor.Tell("sync");
        ExpectMsg("sync");
        Assert.Null(failure);
    }

    private sealed class Timed(IActorRef observer) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Action<ITimerScheduler> action:
                    action(Timers);
                    break;
                case Exception failure:
                    throw failure;
                case "sync":
                    Sender.Tell("sync");
                    break;
                default:
                    observer.Tell(((string)message, Timers.IsTimerActive("key")));
                    break;
            }
        }
    }

    private sealed class InConstructor : UntypedActor, IWithTimers
    {
        private readonly IActorRef _observer;

        public InConstructor(IActorRef observer)
        {
            _observer = observer;
            Timers.StartSingleTimer("key", "constructed", Second);
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message) => _observer.Tell(message);
    }

    private sealed class Hooked(IActorRef observer, bool around = false) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        public override void AroundPreRestart(Exception cause, object message)
        {
            if (around)
                observer.Tell(("AroundPreRestart", Timers.IsTimerActive("key")));
            base.AroundPreRestart(cause, message);
        }

        public override void AroundPostStop()
        {
            if (around)
                observer.Tell(("AroundPostStop", Timers.IsTimerActive("key")));
            base.AroundPostStop();
        }

        protected override void PreStart() => Timers.StartPeriodicTimer("key", "tick", Second);

        protected override void PreRestart(Exception reason, object message) => observer.Tell(("PreRestart", Timers.IsTimerActive("key")));

        protected override void PostStop() => observer.Tell(("PostStop", Timers.IsTimerActive("key")));

        protected override void OnReceive(object message) => throw (Exception)message;
    }

    private sealed class SenderTeller(IActorRef observer) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is Action<ITimerScheduler> action)
                action(Timers);
            else if (message is "sync")
                Sender.Tell("sync");
            else
                observer.Tell(Sender);
        }
    }

    private sealed class Restarting(IActorRef observer) : UntypedActor, IWithTimers
    {
        private int _ticks;

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartSingleTimer("key", "tick", Second);

        protected override void OnReceive(object message)
        {
            if (message is "sync")
            {
                Sender.Tell("sync");
            }
            else if (message is "tick")
            {
                Assert.False(Timers.IsTimerActive("key"));
                Timers.StartSingleTimer("key", "tick", Second);
                observer.Tell(++_ticks);
            }
        }
    }

    private sealed class Patient(IActorRef observer) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => SetReceiveTimeout(Second * 2);

        protected override void OnReceive(object message)
        {
            if (message is Action<ITimerScheduler> action)
                action(Timers);
            else if (message is "sync")
                Sender.Tell("sync");
            else
                observer.Tell(message.GetType().Name);
        }
    }

    private sealed record Unnoticed : INotInfluenceReceiveTimeout;
}
