using Akka.Actor;
using Akka.Event;
using static Akka.Actor.FSMBase;

namespace Akka.Embedded.Tests.StateMachines;

public sealed class FsmTests : Akka.TestKit.Xunit2.TestKit
{
    internal enum Door
    {
        Closed,
        Open,
        Broken,
    }

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
    public void Observers_get_the_state_and_every_transition()
    {
        var door = Start();
        door.Tell(new SubscribeTransitionCallBack(TestActor));
        ExpectMsg(new CurrentState<Door>(door, Door.Closed));
        door.Tell("open");
        ExpectMsg("opened 1");
        ExpectMsg(new Transition<Door>(door, Door.Closed, Door.Open));
        door.Tell("again");
        ExpectMsg(new Transition<Door>(door, Door.Open, Door.Open));
        door.Tell("open");
        ExpectMsg("already open");
        door.Tell(new UnsubscribeTransitionCallBack(TestActor));
        door.Tell("close");
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
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
    public void Nothing_for_too_long_is_an_event()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Sleepy(TestActor)));
        ExpectMsg("timeout");
        machine.Tell("for max");
        ExpectMsg("timeout");
    }

    [Fact]
    public void Any_message_cancels_the_pending_timeout()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Sleepy(TestActor, TimeSpan.FromMilliseconds(300))));
        machine.Tell("stay without");
        ExpectNoMsg(TimeSpan.FromMilliseconds(500));
        machine.Tell("for max");
        ExpectMsg("timeout");
    }

    [Fact]
    public void Named_timers_deliver_and_can_be_cancelled()
    {
        var machine = Sys.ActorOf(Props.Create(() => new Clock(TestActor)));
        machine.Tell("single");
        ExpectMsg(("tick", false));
        machine.Tell("repeat");
        ExpectMsg(("tick", true));
        ExpectMsg(("tick", true));
        machine.Tell("cancel");
        FishForMessage(message => message is "cancelled");
        ExpectNoMsg(TimeSpan.FromMilliseconds(60));
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
    public void What_nobody_handles_is_a_warning()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));
        var machine = Sys.ActorOf(Props.Create(() => new Sleepy(TestActor, TimeSpan.FromHours(1))));
        machine.Tell("unknown");
        ExpectMsg<Warning>(warning => warning.Message.ToString()!.Contains("unhandled event unknown in state"));
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
    public void The_outcome_of_a_function_can_be_changed()
    {
        var door = Start();
        door.Tell("transform");
        ExpectMsg("transformed");
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
                "two answers" => Stay().Replying("first").Replying("second"),
                _ => null,
            });
            When(Door.Closed, e => e.FsmEvent is "second function" ? Stay().Replying("by the second") : null);
            When(Door.Closed, Transform(e => e.FsmEvent is "transform" ? Stay() : null).Using(state => state.Replying("transformed")));
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
            When(Door.Closed, e => GoTo(Door.Open).Using((int)e.FsmEvent));
            When(Door.Open, _ => null);
            OnTransition((_, _) => observer.Tell((StateData, NextStateData)));
            Initialize();
        }
    }

    private sealed class Sleepy : FSM<Door, int>
    {
        public Sleepy(IActorRef observer, TimeSpan? timeout = null)
        {
            StartWith(Door.Closed, 0);
            When(Door.Closed, e => e.FsmEvent switch
            {
                StateTimeout => Told(observer),
                "stay without" => Stay().ForMax(TimeSpan.FromMilliseconds(-1)),
                "for max" => Stay().ForMax(TimeSpan.FromMilliseconds(20)),
                _ => null,
            }, timeout ?? TimeSpan.FromMilliseconds(20));
            When(Door.Open, e => e.FsmEvent switch
            {
                StateTimeout => Told(observer),
                "for max" => Stay().ForMax(TimeSpan.FromMilliseconds(20)),
                _ => null,
            });
            Initialize();
        }

        private State<Door, int> Told(IActorRef observer)
        {
            observer.Tell("timeout");
            return GoTo(Door.Open);
        }
    }

    private sealed class Clock : FSM<Door, int>
    {
        public Clock(IActorRef observer)
        {
            StartWith(Door.Closed, 0);
            When(Door.Closed, e =>
            {
                switch (e.FsmEvent)
                {
                    case "single":
                        SetTimer("name", "tick", TimeSpan.FromMilliseconds(20));
                        break;
                    case "repeat":
                        SetTimer("name", "tick", TimeSpan.FromMilliseconds(20), repeat: true);
                        break;
                    case "cancel":
                        CancelTimer("name");
                        observer.Tell("cancelled");
                        break;
                    default:
                        observer.Tell(((string)e.FsmEvent, IsTimerActive("name")));
                        break;
                }

                return Stay();
            });
            Initialize();
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
                "nowhere" => GoTo(Door.Broken),
                _ => null,
            });
            OnTermination(observer.Tell);
            Initialize();
        }
    }
}
