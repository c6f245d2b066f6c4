namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>The time left of the enclosing <c>Within</c>; outside of one this throws.</summary>
    public TimeSpan Remaining => _end is { } end
        ? Clamp(end - Now)
        : throw new InvalidOperationException(@"Remaining may not be called outside of ""within""");

    /// <summary>The time left of the enclosing <c>Within</c>, or the usual wait for one message.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    /// <summary>The time left of the enclosing <c>Within</c>, or the usual listening for silence.</summary>
    public TimeSpan NoMessageRemainingOrDefault => RemainingOr(Dilated(TestKitSettings.ExpectNoMessageDefault));

    /// <summary>The duration multiplied by <c>akka.test.timefactor</c>.</summary>
    public TimeSpan Dilated(TimeSpan duration) =>
        duration > TimeSpan.Zero ? duration * TestKitSettings.TestTimeFactor : duration;

    /// <summary>The given timeout dilated, or what remains.</summary>
    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } given)
            return RemainingOrDefault;
        if (given == Timeout.InfiniteTimeSpan)
            throw new ArgumentException("max duration cannot be infinite");
        return given >= TimeSpan.Zero ? Dilated(given) : throw new ArgumentException("max duration cannot be negative");
    }

    /// <summary>The given timeout as it is, or what remains.</summary>
    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => timeout ?? RemainingOrDefault;

    /// <summary>Runs a block that must end within <paramref name="max"/>; the expectations inside share that time.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must take between <paramref name="min"/> and <paramref name="max"/>.</summary>
    public void Within(
        TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(min, max, () => { action(); return true; }, hint, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must end within <paramref name="max"/> and returns what it returns.</summary>
    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must take between <paramref name="min"/> and <paramref name="max"/> and returns what it returns.</summary>
    public T Within<T>(
        TimeSpan min, TimeSpan max, Func<T> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var frame = EnterWithin(min, max, hint);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            _end = frame.OuterEnd;
        }

        LeaveWithin(frame, min, hint, epsilonValue);
        return result;
    }

    /// <summary>Runs a block that must end within <paramref name="max"/>.</summary>
    public Task WithinAsync(TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must take between <paramref name="min"/> and <paramref name="max"/>.</summary>
    public Task WithinAsync(
        TimeSpan min, TimeSpan max, Func<Task> actionAsync, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(
            min,
            max,
            async () =>
            {
                await actionAsync();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken);

    /// <summary>Runs a block that must end within <paramref name="max"/> and returns what it returns.</summary>
    public Task<T> WithinAsync<T>(TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must take between <paramref name="min"/> and <paramref name="max"/> and returns what it returns.</summary>
    public async Task<T> WithinAsync<T>(
        TimeSpan min, TimeSpan max, Func<Task<T>> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var frame = EnterWithin(min, max, hint);
        T result;
        try
        {
            result = await function();
        }
        finally
        {
            _end = frame.OuterEnd;
        }

        LeaveWithin(frame, min, hint, epsilonValue);
        return result;
    }

    /// <summary>The time left of the enclosing <c>Within</c>, or <paramref name="duration"/>.</summary>
    protected TimeSpan RemainingOr(TimeSpan duration) => _end is { } end ? Clamp(end - Now) : duration;

    private WithinFrame EnterWithin(TimeSpan min, TimeSpan max, string? hint)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(min, TimeSpan.Zero);
        var dilated = Dilated(max);
        if (dilated < min)
            throw new ArgumentException($"max {dilated} must be at least min {min}", nameof(max));

        var start = Now;
        var left = _end is { } end ? Clamp(end - start) : TimeSpan.MaxValue;
        Assertions.AssertTrue(left >= min, "Required min time {0} not possible, only {1} left. {2}", min, left, hint);

        var frame = new WithinFrame(start, left < dilated ? left : dilated, _end);
        _end = start + frame.Limit;
        _lastWasNoMessage = false;
        return frame;
    }

    private void LeaveWithin(WithinFrame frame, TimeSpan min, string? hint, TimeSpan? epsilon)
    {
        var elapsed = Now - frame.Start;
        Assertions.AssertTrue(elapsed >= min, "Failed: block took {0}, should have taken at least {1}. {2}", elapsed, min, hint);

        // Listening for silence uses up the whole time by nature, so that the end of it cannot be missed.
        if (!_lastWasNoMessage)
            Assertions.AssertTrue(elapsed <= frame.Limit + (epsilon ?? TimeSpan.Zero), "Failed: block took {0}, exceeding {1}. {2}", elapsed, frame.Limit, hint);
    }

    private static TimeSpan Clamp(TimeSpan left) => left < TimeSpan.Zero ? TimeSpan.Zero : left;

    private readonly record struct WithinFrame(TimeSpan Start, TimeSpan Limit, TimeSpan? OuterEnd);
}
