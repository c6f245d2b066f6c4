using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Tests.Events;

public sealed class DeadLetterTests() : Akka.TestKit.Xunit2.TestKit("akka.log-dead-letters = 2\nakka.log-dead-letters-suspend-duration = 1h")
{
    [Fact]
    public void Telling_dead_letters_publishes()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        Sys.DeadLetters.Tell("lost");
        ExpectMsg<DeadLetter>(letter => letter.Message is "lost" && letter.Sender.Equals(TestActor) && letter.Recipient.Equals(Sys.DeadLetters));
    }

    [Fact]
    public void A_suppressed_message_is_published_as_such_and_not_logged()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        Sys.DeadLetters.Tell(new Quiet());
        ExpectMsg<SuppressedDeadLetter>(letter => letter.Message is Quiet);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void The_first_are_logged_then_there_is_a_pause()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        Sys.DeadLetters.Tell("one");
        ExpectMsg<Info>(info => info.Message.ToString()!.Contains("was not delivered. [1] dead letters encountered"));
        Sys.DeadLetters.Tell("two");
        ExpectMsg<Info>(info => info.Message.ToString()!.Contains("[2] dead letters encountered, no more dead letters will be logged in next [01:00:00]"));
        Sys.DeadLetters.Tell("three");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_dropped_message_tells_why()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Dropped));
        Sys.EventStream.Publish(new Dropped("message", "no room", TestActor, Sys.DeadLetters));
        ExpectMsg<Dropped>(dropped => dropped.Reason == "no room");
    }

    private sealed record Quiet : IDeadLetterSuppression;
}
