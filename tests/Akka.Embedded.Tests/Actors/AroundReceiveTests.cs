using Akka.Actor;

namespace Akka.Embedded.Tests.Actors;

public sealed class AroundReceiveTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void An_AroundReceive_of_ones_own_sees_every_message_of_every_behaviour()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Seeing(TestActor)));
        actor.Tell("one");
        ExpectMsg("before one");
        ExpectMsg("initial one");
        ExpectMsg("after one");
        actor.Tell("two");
        ExpectMsg("before two");
        ExpectMsg("second two");
        ExpectMsg("after two");
    }

    private sealed class Seeing(IActorRef observer) : AroundReceiver(observer)
    {
        protected override void OnReceive(object message)
        {
            Observer.Tell($"initial {message}");
            Become(next => Observer.Tell($"second {next}"));
        }
    }

    private abstract class AroundReceiver(IActorRef observer) : UntypedActor
    {
        protected IActorRef Observer => observer;

        protected override bool AroundReceive(Receive receive, object message)
        {
            observer.Tell($"before {message}");
            var handled = base.AroundReceive(receive, message);
            observer.Tell($"after {message}");
            return handled;
        }
    }
}
