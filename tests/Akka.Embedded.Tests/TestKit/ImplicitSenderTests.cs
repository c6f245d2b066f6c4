using Akka.Actor;
using Akka.TestKit;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>Who is the sender of what a test tells.</summary>
public sealed class ImplicitSenderTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void It_is_the_test_actor()
    {
        Sys.ActorOf(Props.Create<Echo>()).Tell("a");

        ExpectMsg("a");
    }

    [Fact]
    public async Task It_stays_the_test_actor_after_an_await()
    {
        await Task.Yield();
        CreateTestProbe();
        await Task.Yield();
        Sys.ActorOf(Props.Create<Echo>()).Tell("a");

        await ExpectMsgAsync("a");
    }

    internal sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}

/// <summary>A test may do without.</summary>
public sealed class NoImplicitSenderTests : Akka.TestKit.Xunit2.TestKit, INoImplicitSender
{
    [Fact]
    public void It_is_nobody()
    {
        TestActor.Tell("a");

        ExpectMsg("a");
        Assert.True(LastSender.IsNobody());
    }

    [Fact]
    public async Task It_stays_nobody_after_an_await()
    {
        await Task.Yield();
        TestActor.Tell("a");

        await ExpectMsgAsync("a");
        Assert.True(LastSender.IsNobody());
    }
}
