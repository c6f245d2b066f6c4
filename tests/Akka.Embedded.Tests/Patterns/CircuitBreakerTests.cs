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

    private sealed class TestException : Exception;
}
