using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Tests.Events;

/// <summary>Subscribers to dead letters that have died themselves.</summary>
public sealed class DeadSubscriberTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_dead_letter_for_a_dead_subscriber_is_dropped()
    {
        var subscriber = Watch(Sys.ActorOf(Props.Empty));
        Sys.EventStream.Subscribe(subscriber, typeof(DeadLetter));
        Sys.Stop(subscriber);
        ExpectTerminated(subscriber);
        Sys.EventStream.Subscribe(subscriber, typeof(DeadLetter));

        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        subscriber.Tell("late");

        ExpectMsg<DeadLetter>(letter => letter.Message is "late");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }
}
