using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Tests.Events;

/// <summary>Messages that did not arrive, as others see them on the event stream.</summary>
public sealed class DeadLetterTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Telling_dead_letters_publishes()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));

        Sys.DeadLetters.Tell("lost");

        ExpectMsg<DeadLetter>(letter => letter.Message is "lost" && letter.Sender.Equals(TestActor) && letter.Recipient.Equals(Sys.DeadLetters));
    }

    [Fact]
    public void A_dead_letter_names_the_dead_and_a_suppressed_one_dead_letters()
    {
        var dead = Watch(Sys.ActorOf(Props.Empty));
        Sys.Stop(dead);
        ExpectTerminated(dead);
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));

        dead.Tell("late");
        ExpectMsg<DeadLetter>(letter => letter.Recipient.Equals(dead) && letter.Sender.Equals(TestActor));
        dead.Tell(new Quiet());
        ExpectMsg<SuppressedDeadLetter>(letter => letter.Recipient.Equals(Sys.DeadLetters) && letter.Sender.Equals(TestActor));
    }

    [Fact]
    public void A_message_to_a_selection_without_match_is_published_as_itself()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));

        Sys.ActorSelection("/user/nobody").Tell("lost");
        ExpectMsg<DeadLetter>(letter => letter.Message is "lost");
        Sys.ActorSelection(Sys.DeadLetters.Path).Tell(new Quiet());
        ExpectMsg<SuppressedDeadLetter>(letter => letter.Message is Quiet);
    }

    [Fact]
    public void A_suppressed_message_is_not_logged()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));

        Sys.DeadLetters.Tell(new Quiet());

        ExpectNoMsg(Silence);
    }

    [Fact]
    public void A_dropped_message_tells_why()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Dropped));

        Sys.EventStream.Publish(new Dropped("message", "no room", TestActor, Sys.DeadLetters));

        ExpectMsg<Dropped>(dropped => dropped.Reason == "no room");
    }

    [Fact]
    public void An_unhandled_message_is_published_with_both_ends()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Props.Empty);

        actor.Tell("what");

        ExpectMsg<UnhandledMessage>(letter => letter.Message is "what" && letter.Sender.Equals(TestActor) && letter.Recipient.Equals(actor));
    }

    [Fact]
    public void Dead_letters_have_both_ends()
    {
        Assert.Throws<ArgumentNullException>(() => new DeadLetter("message", null!, TestActor));
        Assert.Throws<ArgumentNullException>(() => new DeadLetter("message", TestActor, null!));
        Assert.Throws<ArgumentNullException>(() => new SuppressedDeadLetter(new Quiet(), null!, TestActor));
        Assert.Null(new Dropped("message", "no room", TestActor).Sender);
    }

    private sealed record Quiet : IDeadLetterSuppression;
}
