using Akka.Actor;
using Akka.Embedded.Tests.Support;
using Akka.TestKit;

namespace Akka.Embedded.Tests.Actors;

public sealed class VirtualReceiveTimeoutTests()
    : Akka.TestKit.Xunit2.TestKit("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_silence_lasts_as_long_as_the_scheduler_says()
    {
        var actor = Start();
        Scheduler.Advance(Second / 2);
        Settle(actor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        Scheduler.Advance(Second);
        ExpectMsg<ReceiveTimeout>();
        Settle(actor);
        Scheduler.Advance(Second);
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void A_message_begins_it_anew()
    {
        var actor = Start();
        for (var i = 0; i < 5; i++)
        {
            Scheduler.Advance(Second * 0.9);
            Settle(actor);
        }

        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        Scheduler.Advance(Second);
        ExpectMsg<ReceiveTimeout>();
    }

    private IActorRef Start()
    {
        var actor = Sys.ActorOf(Act.Props((message, _) => TestActor.Tell(message), context => context.SetReceiveTimeout(Second)));
        Settle(actor);
        return actor;
    }

    // The second answer says that the actor is done with the first message, and so that its silence has begun.
    private void Settle(IActorRef actor)
    {
        actor.Tell("settle");
        actor.Tell("settle");
        ExpectMsg("settle");
        ExpectMsg("settle");
        actor.Ask<ActorIdentity>(new Identify("settled")).Wait();
    }
}
