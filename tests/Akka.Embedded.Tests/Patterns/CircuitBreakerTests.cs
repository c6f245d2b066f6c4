using Akka.Pattern;
using Akka.TestKit;

namespace Akka.Embedded.Tests.Patterns;

/// <summary>Calls that are kept from something that fails.</summary>
public sealed class CircuitBreakerTests() : Akka.TestKit.Xunit2.TestKit("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ResetTimeout = TimeSpan.FromSeconds(10);

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public async Task A_closed_breaker_makes_calls()
    {
        var breaker = Breaker(1);

        Assert.Equal(1, await breaker.WithCircuitBreaker(() => Task.FromResult(1)));
        Assert.Equal(2, breaker.WithSyncCircuitBreaker(() => 2));
        Assert.True(breaker.IsClosed);
    }

    [Fact]
    public async Task Failures_in_a_row_open_it_and_calls_then_fail_at_once()
    {
        var breaker = Breaker(2);

        await Assert.ThrowsAsync<TestException>(() => breaker.WithCircuitBreaker(Failing));
        Assert.Equal(1, breaker.CurrentFailureCount);
        await Assert.ThrowsAsync<TestException>(() => breaker.WithCircuitBreaker(Failing));

        Assert.True(breaker.IsOpen);
        var refusal = await Assert.ThrowsAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.FromResult(1)));
        Assert.InRange(refusal.RemainingDuration, TimeSpan.FromTicks(1), ResetTimeout);
    }

    [Fact]
    public async Task A_success_in_between_starts_the_count_anew()
    {
        var breaker = Breaker(2);

        breaker.Fail();
        await breaker.WithCircuitBreaker(() => Task.FromResult(1));
        breaker.Fail();

        Assert.True(breaker.IsClosed);
        Assert.Equal(1, breaker.CurrentFailureCount);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_a_failure()
    {
        var breaker = new CircuitBreaker(Scheduler, 1, TimeSpan.FromMilliseconds(20), ResetTimeout);
        var never = new TaskCompletionSource<int>();

        await Assert.ThrowsAsync<TimeoutException>(() => breaker.WithCircuitBreaker(() => never.Task));

        Assert.True(breaker.IsOpen);
    }

    [Fact]
    public async Task After_its_time_one_call_may_try_and_a_success_closes_it()
    {
        var breaker = Breaker(1);
        breaker.Fail();

        Scheduler.Advance(ResetTimeout);
        Assert.True(breaker.IsHalfOpen);
        var trial = new TaskCompletionSource<int>();
        var call = breaker.WithCircuitBreaker(() => trial.Task);
        await Assert.ThrowsAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.FromResult(1)));
        trial.SetResult(1);
        await call;

        Assert.True(breaker.IsClosed);
    }

    [Fact]
    public async Task A_failed_trial_opens_it_again()
    {
        var breaker = Breaker(1);
        breaker.Fail();
        Scheduler.Advance(ResetTimeout);

        await Assert.ThrowsAsync<TestException>(() => breaker.WithCircuitBreaker(Failing));

        Assert.True(breaker.IsOpen);
        Scheduler.Advance(ResetTimeout);
        Assert.True(breaker.IsHalfOpen);
    }

    [Fact]
    public void With_exponential_backoff_a_failed_trial_doubles_the_time()
    {
        var breaker = Breaker(1).WithExponentialBackoff(TimeSpan.FromMinutes(1));
        breaker.Fail();
        Scheduler.Advance(ResetTimeout);
        breaker.Fail();

        Scheduler.Advance(ResetTimeout);
        Assert.True(breaker.IsOpen);
        Scheduler.Advance(ResetTimeout);
        Assert.True(breaker.IsHalfOpen);
    }

    [Fact]
    public void The_time_stops_growing_below_its_maximum()
    {
        var breaker = new CircuitBreaker(Scheduler, 1, CallTimeout, ResetTimeout, ResetTimeout * 3, 2);
        breaker.Fail();

        foreach (var time in (TimeSpan[])[ResetTimeout, ResetTimeout * 2, ResetTimeout * 2])
        {
            Scheduler.Advance(time - TimeSpan.FromMilliseconds(1));
            Assert.True(breaker.IsOpen);
            Scheduler.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(breaker.IsHalfOpen);
            breaker.Fail();
        }
    }

    [Fact]
    public void A_success_brings_the_first_time_back()
    {
        var breaker = new CircuitBreaker(Scheduler, 1, CallTimeout, ResetTimeout, TimeSpan.FromDays(1), 5, 0);
        breaker.Fail();
        Scheduler.Advance(ResetTimeout);
        breaker.Fail();
        Scheduler.Advance(ResetTimeout * 5);
        breaker.Succeed();

        breaker.Fail();
        Scheduler.Advance(ResetTimeout);

        Assert.True(breaker.IsHalfOpen);
    }

    [Fact]
    public async Task The_refusal_grows_with_the_time()
    {
        var breaker = new CircuitBreaker(Scheduler, 1, CallTimeout, ResetTimeout, TimeSpan.FromDays(1), 5, 0);
        breaker.Fail();
        var first = await Assert.ThrowsAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.FromResult(1)));
        Scheduler.Advance(ResetTimeout);
        breaker.Fail();

        var second = await Assert.ThrowsAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.FromResult(1)));

        Assert.True(first.RemainingDuration < second.RemainingDuration);
    }

    [Fact]
    public async Task A_refusal_has_the_last_failure_in_it_and_says_why()
    {
        var breaker = Breaker(1);
        await Assert.ThrowsAsync<TestException>(() => breaker.WithCircuitBreaker(Failing));

        var open = Assert.Throws<OpenCircuitException>(() => breaker.WithSyncCircuitBreaker(() => 1));
        Assert.IsType<TestException>(open.InnerException);
        Assert.Equal("Circuit Breaker is open; calls are failing fast", open.Message);

        Scheduler.Advance(ResetTimeout);
        var trial = breaker.WithCircuitBreaker(() => new TaskCompletionSource<int>().Task);
        var halfOpen = Assert.Throws<OpenCircuitException>(() => breaker.WithSyncCircuitBreaker(() => 1));
        Assert.Equal("Circuit breaker is half open, only one call is allowed; this call is failing fast.", halfOpen.Message);
        Assert.Equal(TimeSpan.Zero, halfOpen.RemainingDuration);
        Assert.False(trial.IsCompleted);
    }

    [Fact]
    public void The_last_failure_is_kept_until_a_success()
    {
        var breaker = Breaker(2);

        breaker.Fail();
        Assert.IsType<UserCalledFailException>(breaker.LastCaughtException);
        breaker.Succeed();

        Assert.Null(breaker.LastCaughtException);
    }

    [Fact]
    public void An_open_breaker_takes_no_word_about_successes_and_failures()
    {
        var breaker = Breaker(1);
        breaker.Fail();

        breaker.Succeed();
        Assert.True(breaker.IsOpen);
        breaker.Fail();
        Assert.True(breaker.IsOpen);
        Assert.Equal(1, breaker.CurrentFailureCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_from_before_it_opened_is_no_trial(bool succeeds)
    {
        var breaker = Breaker(1);
        var slow = new TaskCompletionSource<int>();
        var call = breaker.WithCircuitBreaker(() => slow.Task);
        breaker.Fail();
        Scheduler.Advance(ResetTimeout);

        if (succeeds)
            slow.SetResult(1);
        else
            slow.SetException(new TestException());
        await Record.ExceptionAsync(() => call);

        Assert.True(breaker.IsHalfOpen);
    }

    [Fact]
    public void A_call_without_a_result_is_guarded_too()
    {
        var breaker = Breaker(1);
        var called = false;

        breaker.WithSyncCircuitBreaker(() => { called = true; });
        Assert.True(called);
        Assert.Throws<TestException>(() => breaker.WithSyncCircuitBreaker(() => Fail()));
        Assert.Throws<OpenCircuitException>(() => breaker.WithSyncCircuitBreaker(() => { }));
    }

    [Fact]
    public async Task A_task_without_a_result_is_guarded_too()
    {
        var breaker = Breaker(1);

        await Assert.ThrowsAsync<TestException>(() => breaker.WithCircuitBreaker((Func<Task>)(() => Task.FromException(new TestException()))));

        Assert.True(breaker.IsOpen);
    }

    [Fact]
    public void The_time_cannot_shrink() => Assert.Throws<ArgumentException>(
        () => new CircuitBreaker(Scheduler, 1, CallTimeout, ResetTimeout, TimeSpan.FromDays(1), 0.5));

    [Fact]
    public void Each_change_is_told()
    {
        using var opened = new ManualResetEventSlim();
        using var tried = new ManualResetEventSlim();
        using var closed = new ManualResetEventSlim();
        var breaker = Breaker(1).OnOpen(opened.Set).OnHalfOpen(tried.Set).OnClose(closed.Set);

        breaker.Fail();
        Assert.True(opened.Wait(CallTimeout));
        Scheduler.Advance(ResetTimeout);
        Assert.True(tried.Wait(CallTimeout));
        breaker.Succeed();
        Assert.True(closed.Wait(CallTimeout));
    }

    private CircuitBreaker Breaker(int maxFailures) => new(Scheduler, maxFailures, CallTimeout, ResetTimeout);

    private static Task<int> Failing() => throw new TestException();

    private static void Fail() => throw new TestException();

    private sealed class TestException : Exception;
}
