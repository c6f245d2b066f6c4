using Akka.Pattern;
using Akka.TestKit;

namespace Akka.Embedded.Tests.Patterns;

/// <summary>Calls that are made again or later.</summary>
public sealed class RetryTests() : Akka.TestKit.Xunit2.TestKit("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
{
    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public async Task A_call_that_succeeds_is_made_once()
    {
        var calls = 0;

        Assert.Equal(1, await RetrySupport.Retry(() => Task.FromResult(++calls), 5));
    }

    [Fact]
    public async Task A_call_is_made_again_until_it_succeeds()
    {
        var calls = 0;

        Assert.Equal(4, await RetrySupport.Retry(() => ++calls < 4 ? throw new InvalidOperationException() : Task.FromResult(calls), 5));
    }

    [Fact]
    public async Task The_last_failure_is_the_callers()
    {
        var calls = 0;

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RetrySupport.Retry<int>(() => throw new InvalidOperationException($"{++calls}"), 5));

        Assert.Equal("6", failure.Message);
    }

    [Fact]
    public async Task A_delay_passes_between_the_calls()
    {
        var calls = 0;
        var result = RetrySupport.Retry(
            () => Task.FromResult(++calls < 2 ? throw new InvalidOperationException() : calls), 5, TimeSpan.FromSeconds(1), Scheduler);

        Assert.False(result.IsCompleted);
        Scheduler.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, await result);
    }

    [Fact]
    public async Task A_call_is_made_later()
    {
        var result = FutureTimeoutSupport.After(TimeSpan.FromSeconds(1), Scheduler, () => Task.FromResult(1));

        Assert.False(result.IsCompleted);
        Scheduler.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, await result);
    }
}
