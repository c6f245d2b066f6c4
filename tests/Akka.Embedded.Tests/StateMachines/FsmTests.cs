using Akka.Actor;
using static Akka.Actor.FSMBase;

namespace Akka.Embedded.Tests.StateMachines;

public sealed class FsmTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void An_event_moves_the_machine_and_changes_its_data()
    {
        var door = Start();
        door.Tell("open");
        ExpectMsg("opened 1");
        door.Tell("open");
        ExpectMsg("already open");
        door.Tell("close");
        door.Tell("open");
        ExpectMsg("opened 2");
    }

    [Fact]
    public void Replies_come_in_order()
    {
        Start().Tell("two answers");
        ExpectMsg("first");
        ExpectMsg("second");
    }

    [Fact]
    public void Initialize_raises_the_transition_from_the_first_state_to_itself()
    {
        Sys.ActorOf(Props.Create(() => new Watched(TestActor)));
        ExpectMsg((Door.Closed, Door.Closed));
    }

    [Fact]
    public void The_next_data_are_known_in_a_transition()
    {
        var machine = Sys.ActorOf(Props.Create(() => new NextData(TestActor)));
        ExpectMsg((0, 0));
        machine.Tell(5);
        ExpectMsg((0, 5));
    }

    [Fact]
    public void Several_functions_of_one_state_chain_and_the_unhandled_come_last()
    {
        var door = Start();
        door.Tell("second function");
        ExpectMsg("by the second");
        door.Tell("anything");
        ExpectMsg("by none");
    }

    [Fact]
    public void What_the_unhandled_leave_too_is_a_warning_and_changes_nothing()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Picky()));
        machine.Tell("mine");
        ExpectMsg("taken");
        EventFilter.Warning("unhandled event yours in state Closed").ExpectOne(() => machine.Tell("yours"));
        machine.Tell("mine");
        ExpectMsg("taken");
    }

    [Fact]
    public void Unhandled_handlers_replace_each_other()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Picky()));
        machine.Tell("be polite");
        machine.Tell("yours");
        ExpectMsg("no, thank you");
    }

    [Fact]
    public void What_nobody_handles_is_a_warning()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Ending(TestActor)));
        EventFilter.Warning("unhandled event unknown in state Closed").ExpectOne(() => machine.Tell("unknown"));
        machine.Tell("stop");
        ExpectMsg<StopEvent<Door, int>>();
    }

    [Theory]
    [InlineData("stop", typeof(Normal))]
    [InlineData("shut", typeof(Shutdown))]
    [InlineData("fail", typeof(Failure))]
    public void The_end_is_handled_once_with_its_reason(string order, Type reason)
    {
        var machine = Sys.ActorOf(Props.Create(() => new Ending(TestActor)));
        Watch(machine);
        machine.Tell(order);
        ExpectMsg<StopEvent<Door, int>>(stop => Assert.True(stop.Reason.GetType() == reason && stop.TerminatedState == Door.Closed && stop.StateData == 7));
        ExpectTerminated(machine);
    }

    [Fact]
    public void A_stop_from_outside_is_a_shutdown()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Ending(TestActor)));
        Watch(machine);
        Sys.Stop(machine);
        ExpectMsg<StopEvent<Door, int>>(stop => Assert.IsType<Shutdown>(stop.Reason));
        ExpectTerminated(machine);
    }

    [Fact]
    public void A_state_that_does_not_exist_ends_the_machine_and_is_an_error()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Ending(TestActor)));
        EventFilter.Error("Next state Broken does not exist").ExpectOne(() => machine.Tell("nowhere"));
        ExpectMsg<StopEvent<Door, int>>(stop => Assert.IsType<Failure>(stop.Reason));
    }

    [Fact]
    public void The_machine_lives_on_when_the_next_state_does_not_exist()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Ending(TestActor)));
        EventFilter.Error("Next state Broken does not exist").ExpectOne(() => machine.Tell("nowhere"));
        ExpectMsg<StopEvent<Door, int>>();
        Watch(machine);
        Sys.Stop(machine);
        ExpectTerminated(machine);
    }

    [Fact]
    public void A_failure_is_logged_at_the_end()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Ending(TestActor)));
        EventFilter.Error("broken", source: machine.Path.ToString()).ExpectOne(() => machine.Tell("fail"));
        ExpectMsg<StopEvent<Door, int>>(stop => Assert.Equal("broken", ((Failure)stop.Reason).Cause));

        var throwing = Sys.ActorOf(Props.Create(() => new Ending(TestActor)));
        EventFilter.Exception<InvalidOperationException>("terminating due to Failure").ExpectOne(() => throwing.Tell("fail with exception"));
        ExpectMsg<StopEvent<Door, int>>();
    }

    [Fact]
    public void A_restart_begins_with_the_first_state()
    {
        var door = Start();
        door.Tell("open");
        ExpectMsg("opened 1");
        door.Tell("close");
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => door.Tell(new InvalidOperationException("expected")));
        door.Tell("open");
        ExpectMsg("opened 1");
    }

    [Fact]
    public void A_restart_is_a_shutdown_of_the_old_instance()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Ending(TestActor)));
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => machine.Tell(new InvalidOperationException("expected")));
        ExpectMsg<StopEvent<Door, int>>(stop => Assert.IsType<Shutdown>(stop.Reason));
    }

    [Fact]
    public void Data_may_be_missing()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Named()));
        machine.Tell("go");
        ExpectMsg("gone");
        machine.Tell("back");
        ExpectMsg("back in start");
    }

    [Fact]
    public void The_next_data_are_known_in_a_transition_only()
    {
        var machine = Sys.ActorOf(Props.Create(() => new NextData(TestActor)));
        ExpectMsg((0, 0));
        machine.Tell("next data?");
        ExpectMsg<string>(text => text.StartsWith("NextStateData is only available", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_first_state_there_is_no_machine()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() => Sys.ActorOf(Props.Create(() => new Stateless())));
    }

    [Fact]
    public void Values_of_a_machine_say_what_they_are()
    {
        Assert.Equal("CurrentState <Open>", new CurrentState<Door>(TestActor, Door.Open).ToString());
        Assert.Equal("Transition(Open, Closed)", new Transition<Door>(TestActor, Door.Open, Door.Closed).ToString());
        Assert.Equal("Failure(broken)", new Failure("broken").ToString());
        Assert.Equal("Event: <ring>, StateData: <3>", new Event<int>("ring", 3).ToString());
        Assert.Equal("Open, 3", new State<Door, int>(Door.Open, 3).ToString());
        Assert.NotEqual(new Transition<Door>(TestActor, Door.Open, Door.Closed), new Transition<Door>(TestActor, Door.Open, Door.Open));
        Assert.NotEqual(new CurrentState<Door>(TestActor, Door.Open), new CurrentState<Door>(Sys.DeadLetters, Door.Open));
    }

    [Fact]
    public void The_outcome_of_a_function_can_be_changed()
    {
        var door = Start();
        door.Tell("break");
        door.Tell("leave me alone");
        ExpectMsg("by none");
        door.Tell("repair");
        ExpectMsg("repaired");
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new DoorMachine()));

    private sealed class DoorMachine : FSM<Door, int>
    {
        public DoorMachine()
        {
            StartWith(Door.Closed, 0);
            When(Door.Closed, e => e.FsmEvent switch
            {
                "open" => GoTo(Door.Open).Using(e.StateData + 1).Replying($"opened {e.StateData + 1}"),
                "break" => GoTo(Door.Broken),
                Exception failure => throw failure,
                "two answers" => Stay().Replying("first").Replying("second"),
                _ => null,
            });
            When(Door.Closed, e => e.FsmEvent is "second function" ? Stay().Replying("by the second") : null);
            When(Door.Broken, Transform(e => e.FsmEvent is "repair" ? GoTo(Door.Closed) : null).Using(state => state?.Replying("repaired")!));
            When(Door.Open, e => e.FsmEvent switch
            {
                "open" => Stay().Replying("already open"),
                "again" => GoTo(Door.Open),
                "close" => GoTo(Door.Closed),
                _ => null,
            });
            WhenUnhandled(_ => Stay().Replying("by none"));
            Initialize();
        }
    }

    private sealed class Watched : FSM<Door, int>
    {
        public Watched(IActorRef observer)
        {
            StartWith(Door.Closed, 0);
            When(Door.Closed, _ => null);
            OnTransition((from, to) => observer.Tell((from, to)));
            Initialize();
        }
    }

    private sealed class NextData : FSM<Door, int>
    {
        public NextData(IActorRef observer)
        {
            StartWith(Door.Closed, 0);
            When(Door.Closed, e => e.FsmEvent is int number ? GoTo(Door.Open).Using(number) : Stay().Replying(AskForNextData()));
            When(Door.Open, _ => null);
            OnTransition((_, _) => observer.Tell((StateData, NextStateData)));
            Initialize();
        }

        private string AskForNextData()
        {
            try
            {
                return $"unexpected {NextStateData}";
            }
            catch (InvalidOperationException refusal)
            {
                return refusal.Message;
            }
        }
    }

    private sealed class Ending : FSM<Door, int>
    {
        public Ending(IActorRef observer)
        {
            StartWith(Door.Closed, 7);
            When(Door.Closed, e => e.FsmEvent switch
            {
                "stop" => Stop(),
                "shut" => Stop(Shutdown.Instance),
                "fail" => Stop(new Failure("broken"), 7),
                "fail with exception" => Stop(new Failure(new InvalidOperationException("expected"))),
                Exception failure => throw failure,
                "nowhere" => GoTo(Door.Broken),
                _ => null,
            });
            OnTermination(observer.Tell);
            Initialize();
        }
    }

    private sealed class Picky : FSM<Door, int>
    {
        public Picky()
        {
            StartWith(Door.Closed, 0);
            When(Door.Closed, e =>
            {
                if (e.FsmEvent is "be polite")
                    WhenUnhandled(_ => Stay().Replying("no, thank you"));
                return e.FsmEvent switch
                {
                    "mine" => Stay().Replying("taken"),
                    "be polite" => Stay(),
                    _ => null,
                };
            });
            WhenUnhandled(_ => null);
            Initialize();
        }
    }

    private sealed class Named : FSM<string, object?>
    {
        public Named()
        {
            StartWith("start", null);
            When("start", e => e.FsmEvent is "go" ? GoTo("elsewhere").Replying("gone") : null);
            When("elsewhere", e => e.FsmEvent is "back" ? GoTo("start").Replying("back in start") : null);
            Initialize();
        }
    }

    private sealed class Stateless : FSM<Door, int>
    {
        public Stateless() => Initialize();
    }
}
