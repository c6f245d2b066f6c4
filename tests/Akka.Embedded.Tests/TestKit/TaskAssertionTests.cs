using Akka.TestKit.Extensions;
using Xunit.Sdk;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>Tasks that must end in time.</summary>
public sealed class TaskAssertionTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);
    private static readonly Task<int> Never = new TaskCompletionSource<int>().Task;

    [Fact]
    public async Task A_task_that_ends_in_time_gives_its_result()
    {
        Assert.Equal(3, await Task.FromResult(3).ShouldCompleteWithin(Long));
        await Task.FromResult(3).ShouldCompleteWithin(3, Long);
        await Task.Delay(1).ShouldCompleteWithin(Long);
        Assert.True(await Task.Delay(1).AwaitWithTimeout(Long));
        Assert.Equal(3, await Task.FromResult(3).WithTimeout(Long));
    }

    [Fact]
    public async Task A_task_that_does_not_fails()
    {
        await Assert.ThrowsAnyAsync<XunitException>(() => Never.ShouldCompleteWithin(Short));
        await Assert.ThrowsAnyAsync<XunitException>(() => Task.FromResult(3).ShouldCompleteWithin(4, Long));
        Assert.False(await Never.AwaitWithTimeout(Short));
    }

    [Fact]
    public async Task A_task_may_have_to_fail()
    {
        var failed = Task.FromException<int>(new InvalidOperationException("as told"));

        Assert.Equal("as told", (await failed.ShouldThrowWithin<InvalidOperationException>(Long)).Message);
        await failed.ShouldThrowWithin(new InvalidOperationException("as told"), Long);
        await Assert.ThrowsAnyAsync<XunitException>(() => Task.FromResult(3).ShouldThrowWithin<InvalidOperationException>(Long));
    }
}
