using Akka.Actor;

namespace Akka.Embedded.Tests.StateMachines;

public sealed class FsmLoggingTests() : Akka.TestKit.Xunit2.TestKit("akka.loglevel = DEBUG, akka.actor.debug.fsm = on")
{
    [Fact]
    public void A_logging_machine_says_what_happens()
    {
        var door = Sys.ActorOf(Props.Create(() => new Loud()));
        EventFilter.Debug(start: "processing Event: <open>, StateData: <0> from ").ExpectOne(() => door.Tell("open"));
        EventFilter.Debug("transition Open, 1 -> Closed, 1").ExpectOne(() => door.Tell("close"));
    }

    [Fact]
    public void It_says_what_its_timers_do()
    {
        var door = Sys.ActorOf(Props.Create(() => new Loud()));
        EventFilter.Debug(start: "setting repeating timer bell/").ExpectOne(() => door.Tell("ring"));
        EventFilter.Debug("Cancelling timer bell").ExpectOne(() => door.Tell("be quiet"));
        EventFilter.Debug(contains: "from timer 'knock' in state Closed").ExpectOne(() => door.Tell("knock"));
        EventFilter.Debug(contains: "from state timeout in state Closed").ExpectOne(() => door.Tell("wait"));
    }

    [Fact]
    public void Others_say_nothing()
    {
        var door = Sys.ActorOf(Props.Create(() => new Quiet()));
        EventFilter.Debug(start: "processing").Expect(0, () =>
        {
            door.Tell("open");
            ExpectMsg("opened");
        });
    }

    private sealed class Loud : FSM<Door, int>, ILoggingFSM
    {
        public Loud()
        {
            StartWith(Door.Closed, 0);
            When(Door.Closed, e =>
            {
                switch (e.FsmEvent)
                {
                    case "open":
                        return GoTo(Door.Open).Using(1);
                    case "ring":
                        SetTimer("bell", "rung", TimeSpan.FromHours(1), repeat: true);
                        return Stay();
                    case "be quiet":
                        CancelTimer("bell");
                        return Stay();
                    case "knock":
                        SetTimer("knock", "knocked", TimeSpan.FromMilliseconds(1));
                        return Stay();
                    case "wait":
                        return Stay().ForMax(TimeSpan.FromMilliseconds(1));
                    default:
                        return Stay();
                }
            });
            When(Door.Open, e => e.FsmEvent is "close" ? GoTo(Door.Closed) : null);
            Initialize();
        }
    }

    private sealed class Quiet : FSM<Door, int>
    {
        public Quiet()
        {
            StartWith(Door.Closed, 0);
            When(Door.Closed, e => Stay().Replying("opened"));
            Initialize();
        }
    }
}
