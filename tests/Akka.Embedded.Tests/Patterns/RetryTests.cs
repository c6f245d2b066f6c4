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
    public async Task A_function_chooses_the_delay_before_each_repetition()
    {
        var (calls, repetitions) = (0, new List<int>());

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RetrySupport.Retry<int>(
            () => Task.FromException<int>(new InvalidOperationException($"{++calls}")),
            3,
            repetition =>
            {
                repetitions.Add(repetition);
                return TimeSpan.Zero;
            },
            Scheduler));

        Assert.Equal("4", failure.Message);
        Assert.Equal([1, 2, 3], repetitions);
    }

    [Fact]
    public async Task The_delay_grows_with_each_repetition()
    {
        var calls = 0;
        var second = TimeSpan.FromSeconds(1);
        var result = RetrySupport.Retry(
            () => ++calls < 3 ? Task.FromException<int>(new InvalidOperationException()) : Task.FromResult(calls), 5, second, second * 10, 0, Scheduler);

        Scheduler.Advance(second * 2);
        AwaitAssert(() => Assert.Equal(2, calls));
        var waited = 0;
        AwaitCondition(() =>
        {
            waited++;
            Scheduler.Advance(second);
            return calls == 3;
        });

        Assert.Equal(3, await result);
        Assert.True(waited >= 4);
    }

    [Fact]
    public async Task A_cancelled_call_is_not_made_again()
    {
        var calls = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RetrySupport.Retry(
            () =>
            {
                calls++;
                return Task.FromCanceled<int>(new CancellationToken(canceled: true));
            },
            5));

        Assert.Equal(1, calls);
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused_at_once()
    {
        var second = TimeSpan.FromSeconds(1);

        Refuses<ArgumentException>(() => RetrySupport.Retry(() => Task.FromResult(1), -1));
        Refuses<ArgumentNullException>(() => RetrySupport.Retry<int>(null!, 1));
        Refuses<ArgumentException>(() => RetrySupport.Retry(() => Task.FromResult(1), 1, TimeSpan.Zero, second, 0, Scheduler));
        Refuses<ArgumentException>(() => RetrySupport.Retry(() => Task.FromResult(1), 1, second * 2, second, 0, Scheduler));
        Refuses<ArgumentException>(() => RetrySupport.Retry(() => Task.FromResult(1), 1, second, second, 2, Scheduler));
    }

    [Fact]
    public async Task What_has_nothing_to_wait_for_is_made_at_once()
    {
        Assert.Equal(1, await FutureTimeoutSupport.After(TimeSpan.Zero, Scheduler, () => Task.FromResult(1)));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => FutureTimeoutSupport.After<int>(TimeSpan.Zero, Scheduler, () => throw new InvalidOperationException()));
    }

    [Fact]
    public async Task A_call_that_fails_later_fails_the_task()
    {
        var result = FutureTimeoutSupport.After<int>(TimeSpan.FromSeconds(1), Scheduler, () => throw new InvalidOperationException());

        Scheduler.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<InvalidOperationException>(() => result);
    }

    [Fact]
    public async Task A_call_is_made_later()
    {
        var result = FutureTimeoutSupport.After(TimeSpan.FromSeconds(1), Scheduler, () => Task.FromResult(1));

        Assert.False(result.IsCompleted);
        Scheduler.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, await result);
    }

    private static void Refuses<TException>(Action call)
        where TException : Exception => Assert.Throws<TException>(call);
}
