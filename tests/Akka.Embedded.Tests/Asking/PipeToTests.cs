using Akka.Actor;

namespace Akka.Embedded.Tests.Asking;

public sealed class PipeToTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Exception Failure = new InvalidOperationException("expected");

    [Fact]
    public async Task A_result_is_told()
    {
        await Task.FromResult("result").PipeTo(TestActor);
        ExpectMsg("result");
        await new ValueTask<string>("value").PipeTo(TestActor);
        ExpectMsg("value");
    }

    [Fact]
    public async Task A_result_is_mapped()
    {
        await Task.FromResult(2).PipeTo(TestActor, success: number => number * 21);
        ExpectMsg(42);
    }

    [Fact]
    public async Task A_failure_is_told_as_such()
    {
        await Task.FromException<int>(Failure).PipeTo(TestActor);
        ExpectMsg<Status.Failure>(failure => failure.Cause == Failure);
        await Task.FromException(Failure).PipeTo(TestActor);
        ExpectMsg<Status.Failure>(failure => failure.Cause == Failure);
    }

    [Fact]
    public async Task A_failure_is_mapped()
    {
        await Task.FromException<int>(Failure).PipeTo(TestActor, failure: cause => cause.Message);
        ExpectMsg("expected");
    }

    [Fact]
    public async Task A_task_without_a_result_tells_nothing_unless_mapped()
    {
        await Task.CompletedTask.PipeTo(TestActor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        await Task.CompletedTask.PipeTo(TestActor, success: () => "done");
        ExpectMsg("done");
        await ValueTask.CompletedTask.PipeTo(TestActor, success: () => "value done");
        ExpectMsg("value done");
    }

    [Fact]
    public async Task The_sender_is_none_unless_given()
    {
        await Task.FromResult(1).PipeTo(TestActor);
        ExpectMsg(1);
        Assert.True(LastSender.IsNobody());
        await Task.FromResult(2).PipeTo(TestActor, TestActor);
        ExpectMsg(2);
        Assert.Equal(TestActor, LastSender);
    }

    [Fact]
    public async Task The_caller_says_whether_to_keep_the_context()
    {
        await Task.FromResult(1).PipeTo(TestActor, useConfigureAwait: true);
        ExpectMsg(1);
        await Task.CompletedTask.PipeTo(TestActor, useConfigureAwait: false, success: () => 2);
        ExpectMsg(2);
    }

    [Fact]
    public async Task A_cancelled_task_is_a_failure()
    {
        await Task.FromCanceled<int>(new CancellationToken(true)).PipeTo(TestActor);
        ExpectMsg<Status.Failure>(failure => failure.Cause is TaskCanceledException);
    }

    [Fact]
    public async Task A_mapper_that_throws_is_a_failure()
    {
        await Task.FromResult(1).PipeTo(TestActor, success: _ => throw Failure);
        ExpectMsg<Status.Failure>(failure => failure.Cause == Failure);
    }

    [Fact]
    public async Task Whatever_can_be_told_can_be_piped_to()
    {
        ICanTell selection = Sys.ActorSelection(TestActor.Path);
        await Task.FromResult("result").PipeTo(selection);
        ExpectMsg("result");
        await Task.FromException(Failure).PipeTo(selection, useConfigureAwait: true, sender: TestActor, failure: cause => cause.Message);
        ExpectMsg("expected");
        Assert.Equal(TestActor, LastSender);
    }

    [Fact]
    public async Task Pipes_of_value_tasks_take_the_same_words()
    {
        await new ValueTask<int>(2).PipeTo(TestActor, useConfigureAwait: false, success: number => number * 21);
        ExpectMsg(42);
        await ValueTask.FromException<int>(Failure).PipeTo(TestActor, sender: TestActor);
        ExpectMsg<Status.Failure>(failure => failure.Cause == Failure);
        await ValueTask.FromException(Failure).PipeTo(TestActor, useConfigureAwait: false, failure: cause => cause.Message);
        ExpectMsg("expected");
    }

    [Fact]
    public void An_actor_pipes_to_itself()
    {
        var echo = Sys.ActorOf(Support.Act.Props((_, context) => context.Sender.Tell("answer")));
        var asker = Sys.ActorOf(Support.Act.Props((message, context) =>
        {
            if (message is "ask")
                echo.Ask<string>("question").PipeTo(context.Self, context.Sender);
            else
                context.Sender.Tell($"piped {message}");
        }));
        asker.Tell("ask", TestActor);
        ExpectMsg("piped answer");
    }
}
