using Akka.Actor;
using Akka.Configuration;

namespace Akka.Embedded.Tests.Messages;

public sealed class ExceptionTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Exception Cause = new InvalidOperationException("cause");

    public static TheoryData<AkkaException> Those_with_words =>
    [
        new ActorInitializationException("words"), new ActorInitializationException("words", Cause),
        new ActorKilledException("words"), new InvalidActorNameException("words"), new InvalidActorNameException("words", Cause),
        new InvalidMessageException("words"), new IllegalActorStateException("words"), new IllegalActorNameException("words"),
        new ActorNotFoundException("words"), new ActorNotFoundException("words", Cause), new AskTimeoutException("words"),
        new StashOverflowException("words"), new StashOverflowException("words", Cause), new SchedulerException("words"),
        new ConfigurationException("words"), new ConfigurationException("words", Cause),
    ];

    [Theory]
    [MemberData(nameof(Those_with_words), DisableDiscoveryEnumeration = true)]
    public void Every_exception_keeps_its_words_and_its_cause(AkkaException exception)
    {
        Assert.Equal("words", exception.Message);
        Assert.True(exception.InnerException is null || exception.InnerException == Cause);
    }

    [Fact]
    public void A_failed_initialization_names_the_actor()
    {
        var exception = new ActorInitializationException(TestActor, "words", Cause);
        Assert.Equal((TestActor, "words", Cause), (exception.Actor, exception.Message, exception.InnerException));
        Assert.StartsWith($"{TestActor}: ", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_restart_tells_both_causes()
    {
        var original = new ArgumentException("original");
        var exception = new PostRestartException(TestActor, Cause, original);
        Assert.IsAssignableFrom<ActorInitializationException>(exception);
        Assert.Equal((TestActor, Cause, (Exception)original), (exception.Actor, exception.InnerException, exception.OriginalCause));
        Assert.IsAssignableFrom<AkkaException>(new PreRestartException(TestActor, Cause, original, "message"));
    }

    [Fact]
    public void A_broken_pact_names_the_dead()
    {
        var exception = new DeathPactException(TestActor);
        Assert.Equal(TestActor, exception.DeadActor);
        Assert.Equal($"Monitored actor [{TestActor}] terminated", exception.Message);
    }

    [Fact]
    public void A_message_that_is_none_says_so() => Assert.Equal("Message is null", new InvalidMessageException().Message);
}
