using Akka.Actor;
using Akka.Embedded.Tests.Support;
using static Akka.Actor.FSMBase;

namespace Akka.Embedded.Tests.StateMachines;

public sealed class FsmObserverTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Observers_get_the_state_and_every_transition()
    {
        var door = Start();
        door.Tell(new SubscribeTransitionCallBack(TestActor));
        ExpectMsg(new CurrentState<Door>(door, Door.Closed));
        door.Tell("toggle");
        ExpectMsg(new Transition<Door>(door, Door.Closed, Door.Open));
        Assert.Equal(door, LastSender);
        door.Tell("toggle");
        ExpectMsg(new Transition<Door>(door, Door.Open, Door.Closed));
    }

    [Fact]
    public void Going_to_the_same_state_is_a_transition_and_staying_is_none()
    {
        var door = Start();
        door.Tell(new SubscribeTransitionCallBack(TestActor));
        ExpectMsg(new CurrentState<Door>(door, Door.Closed));
        door.Tell("stay");
        door.Tell("go to the same");
        ExpectMsg(new Transition<Door>(door, Door.Closed, Door.Closed));
    }

    [Fact]
    public void Replies_come_before_the_handlers_and_those_before_the_observers()
    {
        var door = Start();
        door.Tell(new SubscribeTransitionCallBack(TestActor));
        ExpectMsg(new CurrentState<Door>(door, Door.Closed));
        door.Tell(TestActor);
        ExpectMsg("reply");
        ExpectMsg("handler, still Closed");
        ExpectMsg(new Transition<Door>(door, Door.Closed, Door.Open));
    }

    [Fact]
    public void An_observer_that_takes_its_wish_back_learns_nothing_more()
    {
        var door = Start();
        door.Tell(new SubscribeTransitionCallBack(TestActor));
        ExpectMsg(new CurrentState<Door>(door, Door.Closed));
        door.Tell(new UnsubscribeTransitionCallBack(TestActor));
        door.Tell("toggle");
        door.Tell("answer");
        ExpectMsg("answered");
    }

    [Fact]
    public void The_end_of_an_observer_is_an_event_of_the_machine()
    {
        var door = Start();
        var observer = Sys.ActorOf(Act.Props((_, _) => { }));
        door.Tell(new SubscribeTransitionCallBack(observer));
        door.Tell(TestActor);
        ExpectMsg("reply");
        ExpectMsg("handler, still Closed");
        Sys.Stop(observer);
        ExpectMsg("event Terminated in Open");
        door.Tell("answer");
        ExpectMsg("answered");
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new DoorMachine()));

    /// <summary>A door that toggles; whoever sends itself is told what happens.</summary>
    private sealed class DoorMachine : FSM<Door, IActorRef>
    {
        public DoorMachine()
        {
            StartWith(Door.Closed, ActorRefs.Nobody);
            When(Door.Closed, e => e.FsmEvent switch
            {
                "toggle" => GoTo(Door.Open),
                "stay" => Stay(),
                "go to the same" => GoTo(Door.Closed),
                IActorRef listener => GoTo(Door.Open).Using(listener).Replying("reply"),
                _ => null,
            });
            When(Door.Open, e => e.FsmEvent is "toggle" ? GoTo(Door.Closed) : null);
            WhenUnhandled(e =>
            {
                if (e.FsmEvent is "answer")
                    return Stay().Replying("answered");
                e.StateData.Tell($"event {e.FsmEvent.GetType().Name} in {StateName}");
                return Stay();
            });
            OnTransition((_, _) => NextStateData.Tell($"handler, still {StateName}"));
            Initialize();
        }
    }
}
