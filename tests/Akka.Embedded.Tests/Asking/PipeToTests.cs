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
}
