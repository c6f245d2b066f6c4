using Akka.Actor;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Asking;

public sealed class AskTests : Akka.TestKit.Xunit2.TestKit
{
    private IActorRef Echo => Sys.ActorOf(Props.Create(() => new Echo()));

    private IActorRef Silent => Sys.ActorOf(Act.Props((_, _) => { }));

    [Fact]
    public async Task The_answer_completes_the_task()
    {
        Assert.Equal("hello", await Echo.Ask<string>("hello"));
        Assert.Equal("hello", await Echo.Ask("hello"));
        Assert.Equal("hello", await Echo.Ask<object>("hello", TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Too_late_is_a_timeout() =>
        await Assert.ThrowsAsync<AskTimeoutException>(() => Silent.Ask<string>("hello", TimeSpan.FromMilliseconds(20)));

    [Fact]
    public async Task The_default_timeout_is_a_setting()
    {
        var system = ActorSystem.Create("impatient", "akka.actor.ask-timeout = 20ms");
        var silent = system.ActorOf(Act.Props((_, _) => { }));
        await Assert.ThrowsAsync<AskTimeoutException>(() => silent.Ask<string>("hello"));
        await system.Terminate();
    }

    [Fact]
    public async Task A_cancelled_token_cancels_the_task()
    {
        using var source = new CancellationTokenSource();
        var answer = Silent.Ask<string>("hello", source.Token);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.True(answer.IsCanceled);
    }

    [Fact]
    public async Task A_failure_faults_with_its_cause()
    {
        var cause = new InvalidOperationException("expected");
        Assert.Same(cause, await Assert.ThrowsAsync<InvalidOperationException>(() => Echo.Ask<string>(new Status.Failure(cause))));
    }

    [Fact]
    public async Task Who_asks_for_an_object_gets_the_failure_as_a_value() =>
        Assert.IsType<Status.Failure>(await Echo.Ask<object>(new Status.Failure(new InvalidOperationException("expected"))));

    [Fact]
    public async Task An_answer_of_another_type_is_an_argument_exception() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Echo.Ask<int>("text"));

    [Fact]
    public async Task The_message_may_contain_the_reference_for_the_answer()
    {
        var actor = Sys.ActorOf(Act.Props((message, _) => ((IActorRef)message).Tell("direct")));
        Assert.Equal("direct", await actor.Ask<string>(replyTo => replyTo, TimeSpan.FromSeconds(3), CancellationToken.None));
    }

    [Fact]
    public async Task Late_answers_go_to_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var twice = Sys.ActorOf(Act.Props((_, context) =>
        {
            context.Sender.Tell("first");
            context.Sender.Tell("second");
        }));
        Assert.Equal("first", await twice.Ask<string>("go"));
        ExpectMsg<DeadLetter>(letter => letter.Message is "second");
    }

    [Fact]
    public async Task The_timeout_runs_on_the_wall_clock()
    {
        var system = ActorSystem.Create("still", """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """);
        var silent = system.ActorOf(Act.Props((_, _) => { }));
        await Assert.ThrowsAsync<AskTimeoutException>(() => silent.Ask<string>("hello", TimeSpan.FromMilliseconds(20)));
        await system.Terminate();
    }

    [Fact]
    public async Task The_asker_lives_under_temp()
    {
        var actor = Sys.ActorOf(Act.Props((_, context) => context.Sender.Tell(context.Sender.Path.ToStringWithoutAddress())));
        Assert.StartsWith("/temp/", await actor.Ask<string>("where"), StringComparison.Ordinal);
    }
}
