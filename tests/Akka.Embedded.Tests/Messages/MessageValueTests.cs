using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Tests.Messages;

public sealed class MessageValueTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Messages_that_say_the_same_are_equal()
    {
        Assert.Equal(new Identify(1), new Identify(1));
        Assert.NotEqual(new Identify(1), new Identify(2));
        Assert.Equal(new ActorIdentity(1, TestActor), new ActorIdentity(1, TestActor));
        Assert.NotEqual(new ActorIdentity(1, TestActor), new ActorIdentity(1, null!));
        Assert.Equal(new Terminated(TestActor, true, false), new Terminated(TestActor, true, false));
        Assert.NotEqual(new Terminated(TestActor, true, false), new Terminated(TestActor, false, false));
        Assert.Equal(new Identify("x").GetHashCode(), new Identify("x").GetHashCode());
    }

    [Fact]
    public void The_news_of_a_death_tell_what_is_known()
    {
        var terminated = new Terminated(TestActor, existenceConfirmed: true, addressTerminated: false);
        Assert.Equal((TestActor, true, false), (terminated.ActorRef, terminated.ExistenceConfirmed, terminated.AddressTerminated));
        Assert.Equal($"<Terminated>: {TestActor} - ExistenceConfirmed=True", terminated.ToString());
    }

    [Fact]
    public void Messages_without_data_have_one_instance()
    {
        Assert.Same(PoisonPill.Instance, PoisonPill.Instance);
        Assert.Equal(("<PoisonPill>", "<Kill>"), (PoisonPill.Instance.ToString(), Kill.Instance.ToString()));
        Assert.Same(Done.Instance, Done.Instance);
        Assert.Equal(NotUsed.Instance, NotUsed.Instance);
        Assert.Null(Status.Success.Instance.Status);
    }

    [Fact]
    public void An_outcome_carries_a_value_or_a_cause()
    {
        var cause = new InvalidOperationException("expected");
        Assert.Equal(7, new Status.Success(7).Status);
        Assert.Same(cause, new Status.Failure(cause).Cause);
        Assert.Null(new Status.Failure(cause).State);
        Assert.Equal("state", new Status.Failure(cause, "state").State);
        Assert.Contains("expected", new Status.Failure(cause).ToString(), StringComparison.Ordinal);
        Assert.IsAssignableFrom<Status>(new Status.Failure(cause));
    }

    [Fact]
    public void An_envelope_keeps_message_and_sender_together()
    {
        var envelope = new Envelope("message", TestActor);
        Assert.Equal(("message", TestActor), (envelope.Message, envelope.Sender));
        Assert.Equal($"<message> from {TestActor}", envelope.ToString());
        Assert.Equal("<message> from NoSender", new Envelope("message", ActorRefs.NoSender!).ToString());
    }

    [Fact]
    public void Markers_say_how_a_message_is_treated()
    {
        Assert.IsAssignableFrom<INotInfluenceReceiveTimeout>(new Identify(1));
        Assert.IsAssignableFrom<IPossiblyHarmful>(PoisonPill.Instance);
        Assert.IsAssignableFrom<IPossiblyHarmful>(ReceiveTimeout.Instance);
        Assert.IsAssignableFrom<IDeadLetterSuppression>(PoisonPill.Instance);
        Assert.IsAssignableFrom<INoSerializationVerificationNeeded>(new Terminated(TestActor, true, false));
        Assert.Equal("inside", new DeadLetter("inside", TestActor, TestActor) is IWrappedMessage wrapped ? wrapped.Message : null);
    }
}
