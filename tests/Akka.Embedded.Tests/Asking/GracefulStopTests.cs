using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Asking;

public sealed class GracefulStopTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public async Task It_is_true_when_the_actor_has_stopped()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        Assert.True(await actor.GracefulStop(TimeSpan.FromSeconds(5)));
        Assert.True(await actor.GracefulStop(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task The_message_may_be_another()
    {
        var actor = Sys.ActorOf(Act.Props((message, context) =>
        {
            if (message is "goodbye")
                context.Stop(context.Self);
        }));
        Assert.True(await actor.GracefulStop(TimeSpan.FromSeconds(5), "goodbye"));
    }

    [Fact]
    public async Task It_is_false_when_the_actor_takes_too_long()
    {
        var actor = Sys.ActorOf(Act.Props((_, _) => { }));
        Assert.False(await actor.GracefulStop(TimeSpan.FromMilliseconds(30), "ignored"));
    }

    [Fact]
    public async Task WatchAsync_completes_with_the_death()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        var death = actor.WatchAsync();
        Assert.False(death.IsCompleted);
        Sys.Stop(actor);
        Assert.True(await death);
    }

    [Fact]
    public async Task WatchAsync_can_be_given_up()
    {
        using var source = new CancellationTokenSource();
        var death = Sys.ActorOf(Props.Create(() => new Echo())).WatchAsync(source.Token);
        source.Cancel();
        Assert.False(await death);
    }

    [Fact]
    public async Task WatchAsync_knows_of_a_death_before()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Assert.True(await actor.WatchAsync());
    }

    [Fact]
    public async Task What_was_told_before_is_handled_first()
    {
        var actor = Sys.ActorOf(Act.Props((message, _) => TestActor.Tell(message)));
        actor.Tell("before");
        Assert.True(await actor.GracefulStop(TimeSpan.FromSeconds(5)));
        ExpectMsg("before");
    }

    [Fact]
    public async Task Nothing_of_it_becomes_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        Assert.True(await Sys.ActorOf(Props.Create(() => new Echo())).GracefulStop(TimeSpan.FromSeconds(5)));
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }
}
