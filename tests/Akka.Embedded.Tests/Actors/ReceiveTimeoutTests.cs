using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Actors;

public sealed class ReceiveTimeoutTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(40);

    [Fact]
    public void It_comes_after_the_silence_and_again_after_the_next()
    {
        Sys.ActorOf(Act.Props((message, _) => TestActor.Tell(message), context => context.SetReceiveTimeout(Short)));
        ExpectMsg<ReceiveTimeout>();
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void Null_turns_it_off()
    {
        Sys.ActorOf(Act.Props(
            (message, context) =>
            {
                TestActor.Tell(message);
                context.SetReceiveTimeout(null);
            },
            context => context.SetReceiveTimeout(Short)));
        ExpectMsg<ReceiveTimeout>();
        ExpectNoMsg(Short * 3);
    }

    [Fact]
    public void A_marked_message_does_not_reset_it()
    {
        var actor = Sys.ActorOf(Act.Props(
            (message, _) =>
            {
                if (message is ReceiveTimeout)
                    TestActor.Tell(message);
            },
            context => context.SetReceiveTimeout(TimeSpan.FromMilliseconds(100))));
        using var ticks = new Timer(_ => actor.Tell(new Unnoticed(), ActorRefs.NoSender), null, 0, 10);
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void Ordinary_messages_reset_it()
    {
        var actor = Sys.ActorOf(Act.Props(
            (message, _) =>
            {
                if (message is ReceiveTimeout)
                    TestActor.Tell(message);
            },
            context => context.SetReceiveTimeout(TimeSpan.FromSeconds(2))));
        using (new Timer(_ => actor.Tell("noise", ActorRefs.NoSender), null, 0, 10))
            ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void It_must_be_positive()
    {
        var outcome = new TaskCompletionSource<Exception>();
        Sys.ActorOf(Act.Props((_, context) =>
        {
            outcome.SetResult(Assert.ThrowsAny<ArgumentException>(() => context.SetReceiveTimeout(TimeSpan.Zero)));
        })).Tell("set");
        Assert.NotNull(outcome.Task.Result);
    }

    private sealed record Unnoticed : INotInfluenceReceiveTimeout;
}
