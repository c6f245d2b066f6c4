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

    [Fact]
    public async Task A_timeout_says_how_long_it_was()
    {
        var timeout = TimeSpan.FromMilliseconds(20);
        var failure = await Assert.ThrowsAsync<AskTimeoutException>(() => Silent.Ask<string>("hello", timeout));
        Assert.Equal($"Timeout after {timeout} seconds", failure.Message);
    }

    [Fact]
    public async Task A_timeout_that_is_not_positive_is_none()
    {
        var patient = Sys.ActorOf(Act.Props((message, context) => TestActor.Forward(message)));
        var answers = new[] { TimeSpan.Zero, TimeSpan.FromSeconds(-1), Timeout.InfiniteTimeSpan }
            .Select(timeout => patient.Ask<string>("hello", timeout)).ToArray();
        foreach (var answer in answers)
        {
            ExpectMsg("hello");
            Assert.False(answer.IsCompleted);
            LastSender.Tell("late");
        }

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal("late", answer));
    }

    [Fact]
    public async Task A_token_that_is_cancelled_before_cancels_the_task_and_the_message_is_told_all_the_same()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        await Assert.ThrowsAsync<TaskCanceledException>(() => TestActor.Ask<string>("hello", TimeSpan.FromSeconds(30), source.Token));
        ExpectMsg("hello");
    }

    [Fact]
    public async Task An_answer_of_nothing_is_the_default()
    {
        var nothing = Sys.ActorOf(Act.Props((_, context) => context.Sender.Tell(null!)));
        Assert.Null(await nothing.Ask<string>("hello"));
        Assert.Null(await nothing.Ask("hello"));
        Assert.Equal(0, await nothing.Ask<int>("hello"));
    }

    [Fact]
    public async Task An_answer_of_a_subclass_will_do() =>
        Assert.IsType<ArgumentNullException>(await Echo.Ask<Exception>(new ArgumentNullException()));

    [Fact]
    public async Task An_answer_of_another_type_says_which_it_was()
    {
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => Echo.Ask<int>("text"));
        Assert.Equal("Received message of type [System.String] - Ask expected message of type [System.Int32]", failure.Message);
    }

    [Fact]
    public async Task Who_asks_for_a_failure_gets_it_as_a_value() =>
        Assert.IsType<Status.Failure>(await Echo.Ask<Status.Failure>(new Status.Failure(new InvalidOperationException("expected"))));

    [Fact]
    public async Task Answers_after_the_timeout_go_to_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var asked = CreateTestProbe();
        await Assert.ThrowsAsync<AskTimeoutException>(() => asked.Ref.Ask<string>("hello", TimeSpan.FromMilliseconds(20)));
        asked.ExpectMsg("hello");
        asked.Reply("late");
        ExpectMsg<DeadLetter>(letter => letter.Message is "late");
    }

    [Fact]
    public async Task Dead_letters_never_answer() =>
        await Assert.ThrowsAsync<AskTimeoutException>(() => Sys.DeadLetters.Ask<string>("hello", TimeSpan.FromMilliseconds(20)));

    [Fact]
    public async Task Nobody_cannot_be_asked() =>
        await Assert.ThrowsAsync<NotSupportedException>(async () => await ActorRefs.Nobody.Ask<string>("hello", TimeSpan.FromMilliseconds(20)));

    [Fact]
    public void A_handler_may_block_on_the_answer_of_another_actor()
    {
        var echo = Echo;
        Sys.ActorOf(Act.Props((message, context) => context.Sender.Tell(echo.Ask<string>(message, TimeSpan.FromSeconds(10)).Result + "!"))).Tell("hello");
        ExpectMsg("hello!", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Each_question_has_a_place_of_its_own_and_no_uid()
    {
        var places = Sys.ActorOf(Act.Props((_, context) => context.Sender.Tell(context.Sender.ToString()!)));
        var (first, second) = (await places.Ask<string>("where"), await places.Ask<string>("where"));
        Assert.Matches(@"^\[akka://[^/]+/temp/[^/#]+\]$", first);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Many_questions_at_once_get_each_its_answer()
    {
        var echo = Echo;
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => Task.Run(() => echo.Ask<int>(number, TimeSpan.FromSeconds(30)))));
        Assert.Equal(Enumerable.Range(0, 1000), answers);
    }
}
