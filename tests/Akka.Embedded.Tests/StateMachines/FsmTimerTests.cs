using Akka.Actor;
using Akka.TestKit;
using static Akka.Actor.FSMBase;

namespace Akka.Embedded.Tests.StateMachines;

public sealed class FsmTimerTests() : Akka.TestKit.Xunit2.TestKit("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Nothing_for_too_long_is_an_event_sent_by_the_machine_itself()
    {
        var machine = Start();
        Advance(machine, Second);
        ExpectMsg(("StateTimeout in Closed", machine));
    }

    [Fact]
    public void Staying_begins_the_timeout_anew()
    {
        var machine = Start();
        for (var i = 0; i < 3; i++)
        {
            Advance(machine, Second);
            ExpectMsg(("StateTimeout in Closed", machine));
        }
    }

    [Fact]
    public void Any_message_cancels_the_pending_timeout()
    {
        var machine = Start();
        Advance(machine, Second * 0.6);
        Do(machine, fsm => fsm.Stay());
        Advance(machine, Second * 0.6);
        ExpectNothing();
        Advance(machine, Second * 0.6);
        ExpectMsg(("StateTimeout in Closed", machine));
    }

    [Fact]
    public void ForMax_holds_for_one_stay_only()
    {
        var machine = Start();
        Do(machine, fsm => fsm.Stay().ForMax(Second * 3));
        Advance(machine, Second * 2);
        ExpectNothing();
        Advance(machine, Second);
        ExpectMsg(("StateTimeout in Closed", machine));
        Advance(machine, Second);
        ExpectMsg(("StateTimeout in Closed", machine));
    }

    [Fact]
    public void ForMax_without_end_turns_the_timeout_off()
    {
        var machine = Start();
        Do(machine, fsm => fsm.Stay().ForMax(TimeSpan.MaxValue));
        Advance(machine, Second * 2);
        ExpectNothing();
    }

    [Fact]
    public void A_state_is_left_with_its_timeout()
    {
        var machine = Start();
        Do(machine, fsm => fsm.GoTo(Door.Open));
        Advance(machine, Second * 2);
        ExpectNothing();
    }

    [Fact]
    public void The_timeout_of_a_state_can_be_set_and_taken_away()
    {
        var machine = Start();
        Do(machine, fsm =>
        {
            fsm.SetStateTimeout(Door.Open, Second * 2);
            fsm.SetStateTimeout(Door.Closed, null);
            return fsm.Stay();
        });
        Advance(machine, Second);
        ExpectNothing();
        Do(machine, fsm => fsm.GoTo(Door.Open));
        Advance(machine, Second * 2);
        ExpectMsg(("StateTimeout in Open", machine));
    }

    [Fact]
    public void The_first_state_may_have_a_timeout_of_its_own()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Timed(TestActor, Second * 5)));
        Advance(machine, Second * 4);
        ExpectNothing();
        Advance(machine, Second);
        ExpectMsg(("StateTimeout in Closed", machine));
    }

    [Fact]
    public void A_named_timer_delivers_once_or_again_and_again_as_the_machine_itself()
    {
        var machine = Start();
        Do(machine, fsm =>
        {
            fsm.SetTimer("once", "single", Second);
            fsm.SetTimer("again", "repeated", Second * 2, repeat: true);
            Assert.True(fsm.IsTimerActive("once") && fsm.IsTimerActive("again"));
            return fsm.GoTo(Door.Open);
        });
        Advance(machine, Second);
        ExpectMsg(("single in Open", machine));
        Do(machine, fsm =>
        {
            Assert.True(!fsm.IsTimerActive("once") && fsm.IsTimerActive("again"));
            return fsm.Stay();
        });
        Advance(machine, Second);
        ExpectMsg(("repeated in Open", machine));
        Advance(machine, Second * 2);
        ExpectMsg(("repeated in Open", machine));
    }

    [Fact]
    public void Setting_a_name_again_replaces_its_timer()
    {
        var machine = Start();
        Do(machine, fsm =>
        {
            fsm.SetTimer("name", "old", Second);
            fsm.SetTimer("name", "new", Second * 2);
            return fsm.GoTo(Door.Open);
        });
        Advance(machine, Second);
        ExpectNothing();
        Advance(machine, Second);
        ExpectMsg(("new in Open", machine));
    }

    [Fact]
    public void A_cancelled_or_replaced_timer_never_delivers_even_if_its_message_was_queued()
    {
        var machine = Start();
        using var gate = new ManualResetEventSlim();
        Do(machine, fsm =>
        {
            fsm.SetTimer("cancelled", "cancelled", Second);
            fsm.SetTimer("replaced", "old", Second);
            return fsm.GoTo(Door.Open);
        });
        machine.Tell(new Func<Timed, State<Door, int>>(fsm =>
        {
            gate.Wait();
            fsm.CancelTimer("cancelled");
            fsm.SetTimer("replaced", "new", Second);
            return fsm.Stay();
        }));
        Scheduler.Advance(Second);
        gate.Set();
        Advance(machine, Second);
        ExpectMsg(("new in Open", machine));
        ExpectNothing();
    }

    [Fact]
    public void The_message_of_a_named_timer_cancels_the_pending_timeout_like_any_other()
    {
        var machine = Start();
        Do(machine, fsm =>
        {
            fsm.SetTimer("name", "tick", Second * 0.6);
            return fsm.Stay();
        });
        Advance(machine, Second * 0.6);
        ExpectMsg(("tick in Closed", machine));
        Advance(machine, Second * 0.6);
        ExpectNothing();
        Advance(machine, Second * 0.6);
        ExpectMsg(("StateTimeout in Closed", machine));
    }

    [Fact]
    public void A_named_timer_may_tell_what_the_runtime_understands()
    {
        var machine = Start();
        Watch(machine);
        Do(machine, fsm =>
        {
            fsm.SetTimer("name", PoisonPill.Instance, Second);
            return fsm.GoTo(Door.Open);
        });
        Scheduler.Advance(Second);
        ExpectMsg(("ended by Shutdown", machine));
        ExpectTerminated(machine);
    }

    [Fact]
    public void At_the_end_no_timer_is_active()
    {
        var machine = Start();
        Watch(machine);
        Do(machine, fsm =>
        {
            fsm.SetTimer("name", "tick", Second, repeat: true);
            return fsm.Stay();
        });
        machine.Tell(new Func<Timed, State<Door, int>>(fsm => fsm.Stop()));
        ExpectMsg(("ended by Normal", machine));
        ExpectTerminated(machine);
        Scheduler.Advance(Second);
        ExpectNothing();
    }

    [Fact]
    public void Timers_end_with_a_restart()
    {
        var machine = Start();
        Do(machine, fsm =>
        {
            fsm.SetTimer("name", "tick", Second, repeat: true);
            return fsm.Stay();
        });
        machine.Tell(new Func<Timed, State<Door, int>>(_ => throw new InvalidOperationException("expected")));
        ExpectMsg(("ended by Shutdown", machine));
        Do(machine, fsm =>
        {
            Assert.False(fsm.IsTimerActive("name"));
            return fsm.GoTo(Door.Open);
        });
        Advance(machine, Second);
        ExpectNothing();
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new Timed(TestActor, null)));

    private void ExpectNothing() => ExpectNoMsg(TimeSpan.FromMilliseconds(30));

    /// <summary>Lets the machine answer an event with a state of the test's.</summary>
    private void Do(IActorRef machine, Func<Timed, State<Door, int>> handler)
    {
        var failure = default(Exception);
        machine.Tell(new Func<Timed, State<Door, int>>(fsm =>
        {
            var next = fsm.Stay();
            failure = Record.Exception(() => next = handler(fsm));
            return next;
        }));
        Settle(machine);
        Assert.Null(failure);
    }

    private void Advance(IActorRef machine, TimeSpan time)
    {
        Settle(machine);
        Scheduler.Advance(time);
    }

    /// <summary>Waits until the machine has handled what it was told, without an event of its own.</summary>
    private void Settle(IActorRef machine)
    {
        var probe = CreateTestProbe();
        machine.Tell(new SubscribeTransitionCallBack(probe.Ref));
        probe.ExpectMsg<CurrentState<Door>>();
        machine.Tell(new UnsubscribeTransitionCallBack(probe.Ref));
    }

    /// <summary>Tells its observer every event and who sent it; Closed has a timeout of a second.</summary>
    private sealed class Timed : FSM<Door, int>
    {
        public Timed(IActorRef observer, TimeSpan? first)
        {
            StartWith(Door.Closed, 0, first);
            When(Door.Closed, _ => null, Second);
            When(Door.Closed, _ => null, Second * 10);
            When(Door.Open, _ => null);
            WhenUnhandled(e =>
            {
                if (e.FsmEvent is Func<Timed, State<Door, int>> handler)
                    return handler(this);
                var name = e.FsmEvent is StateTimeout ? nameof(StateTimeout) : e.FsmEvent;
                observer.Tell(($"{name} in {StateName}", Sender));
                return Stay();
            });
            OnTermination(stop =>
            {
                Assert.False(IsTimerActive("name"));
                observer.Tell(($"ended by {stop.Reason.GetType().Name}", Self));
            });
            Initialize();
        }
    }
}
