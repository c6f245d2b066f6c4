namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    private static readonly TimeSpan DefaultPollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AssertPollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Tries an assertion again and again until it passes; the last failure is the test's.</summary>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var patience = new Patience(RemainingOrDilated(duration), interval ?? AssertPollInterval);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                assertion();
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException && !patience.IsOver)
            {
                patience.Wait(cancellationToken);
            }
        }
    }

    /// <summary>Tries an assertion again and again until it passes; the last failure is the test's.</summary>
    public Task AwaitAssertAsync(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(() => { assertion(); return Task.CompletedTask; }, duration, interval, cancellationToken);

    /// <summary>Tries an assertion again and again until it passes; the last failure is the test's.</summary>
    public async Task AwaitAssertAsync(
        Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var patience = new Patience(RemainingOrDilated(duration), interval ?? AssertPollInterval);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await assertion();
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException && !patience.IsOver)
            {
                await patience.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Waits until the condition holds; fails the test if it never does.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, string? message, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        if (!Holds(conditionIsFulfilled, limit, interval, cancellationToken))
            FailCondition(limit, message);
    }

    /// <summary>Waits until the condition holds and says whether it did in time.</summary>
    public bool AwaitConditionNoThrow(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Holds(conditionIsFulfilled, RemainingOrDilated(max), interval, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, string? message, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, TimeSpan? max, string? message, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(() => Task.FromResult(conditionIsFulfilled()), max, interval, message, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public async Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        if (!await HoldsAsync(conditionIsFulfilled, limit, interval, cancellationToken))
            FailCondition(limit, message);
    }

    /// <summary>Waits until the condition holds and says whether it did in time.</summary>
    public Task<bool> AwaitConditionNoThrowAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        HoldsAsync(conditionIsFulfilled, RemainingOrDilated(max), interval, cancellationToken);

    /// <summary>Waits until the condition holds and says whether it did in time.</summary>
    public Task<bool> AwaitConditionNoThrowAsync(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        HoldsAsync(() => Task.FromResult(conditionIsFulfilled()), RemainingOrDilated(max), interval, cancellationToken);

    /// <summary>Waits until the condition holds and says whether it did in time; <paramref name="fail"/> is told if not.</summary>
    protected static bool InternalAwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval,
        Action<string, object[]>? fail,
        CancellationToken cancellationToken = default) =>
        Holds(conditionIsFulfilled, max, interval, cancellationToken) || TellFailure(fail, max);

    /// <inheritdoc cref="InternalAwaitCondition"/>
    protected static async Task<bool> InternalAwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval,
        Action<string, object[]>? fail,
        CancellationToken cancellationToken = default) =>
        await HoldsAsync(conditionIsFulfilled, max, interval, cancellationToken) || TellFailure(fail, max);

    private static bool TellFailure(Action<string, object[]>? fail, TimeSpan max)
    {
        fail?.Invoke("Timeout {0} expired while waiting for condition.", [max]);
        return false;
    }

    private static bool Holds(Func<bool> condition, TimeSpan limit, TimeSpan? interval, CancellationToken cancellationToken)
    {
        var patience = new Patience(limit, interval ?? DefaultPollInterval);
        while (!condition())
        {
            if (patience.IsOver)
                return false;
            patience.Wait(cancellationToken);
        }

        return true;
    }

    private static async Task<bool> HoldsAsync(Func<Task<bool>> condition, TimeSpan limit, TimeSpan? interval, CancellationToken cancellationToken)
    {
        var patience = new Patience(limit, interval ?? DefaultPollInterval);
        while (!await condition())
        {
            if (patience.IsOver)
                return false;
            await patience.WaitAsync(cancellationToken);
        }

        return true;
    }

    private void FailCondition(TimeSpan limit, string? message) =>
        Assertions.Fail("Timeout {0} expired while waiting for condition.{1}", limit, message is null ? "" : " Message: " + message);

    /// <summary>How long is polled, and how often; the last poll is at the end of the time.</summary>
    private readonly struct Patience(TimeSpan limit, TimeSpan interval)
    {
        private readonly TimeSpan _stop = Now + limit;

        public bool IsOver => Now >= _stop;

        // By a task, which the pool takes notice of: the condition may be up to actors that want its threads.
        public void Wait(CancellationToken cancellationToken) => WaitAsync(cancellationToken).GetAwaiter().GetResult();

        public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(NextPause(), cancellationToken);

        private TimeSpan NextPause()
        {
            var left = _stop - Now;
            var pause = left < interval || interval == Timeout.InfiniteTimeSpan ? left : interval;
            return pause < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : pause;
        }
    }
}
