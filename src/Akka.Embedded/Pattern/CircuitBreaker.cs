using Akka.Actor;
using Akka.Dispatch;
using Akka.Util;

namespace Akka.Pattern;

/// <summary>
/// Keeps calls from something that fails: after a number of failures in a row they fail at once, until after some time a
/// single call may try whether it works again.
/// </summary>
public class CircuitBreaker
{
    private readonly Lock _gate = new();
    private readonly List<Action> _onOpen = [];
    private readonly List<Action> _onClose = [];
    private readonly List<Action> _onHalfOpen = [];
    private State _state = State.Closed;
    private long _failures;
    private bool _isTrialUnderway;
    private TimeSpan _nextReset;
    private TimeSpan _openUntil;
    private Exception? _lastFailure;

    /// <summary>A closed breaker.</summary>
    public CircuitBreaker(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout)
        : this(scheduler, maxFailures, callTimeout, resetTimeout, TimeSpan.FromDays(36500), 1)
    {
    }

    /// <summary>A closed breaker whose time of being open grows with failed trials.</summary>
    public CircuitBreaker(
        IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout, TimeSpan maxResetTimeout, double exponentialBackoffFactor)
        : this(scheduler, maxFailures, callTimeout, resetTimeout, maxResetTimeout, exponentialBackoffFactor, 0)
    {
    }

    /// <summary>A closed breaker whose time of being open grows with failed trials, and by up to a random share on top.</summary>
    public CircuitBreaker(
        IScheduler scheduler,
        int maxFailures,
        TimeSpan callTimeout,
        TimeSpan resetTimeout,
        TimeSpan maxResetTimeout,
        double exponentialBackoffFactor,
        double randomFactor)
    {
        if (exponentialBackoffFactor < 1)
            throw new ArgumentException("factor must be >= 1.0", nameof(exponentialBackoffFactor));
        if (randomFactor is not (>= 0 and <= 1))
            throw new ArgumentException("randomFactor must be between 0.0 and 1.0", nameof(randomFactor));
        Scheduler = scheduler;
        MaxFailures = maxFailures;
        CallTimeout = callTimeout;
        ResetTimeout = resetTimeout;
        MaxResetTimeout = maxResetTimeout;
        ExponentialBackoffFactor = exponentialBackoffFactor;
        RandomFactor = randomFactor;
        _nextReset = resetTimeout;
    }

    private enum State
    {
        Closed,
        Open,
        HalfOpen,
    }

    /// <summary>Wakes the breaker up when it has been open long enough.</summary>
    public IScheduler Scheduler { get; }

    private IPlatform Platform => HashedWheelTimerScheduler.PlatformOf(Scheduler);

    /// <summary>The failures in a row that open the breaker.</summary>
    public int MaxFailures { get; }

    /// <summary>How long a call may take.</summary>
    public TimeSpan CallTimeout { get; }

    /// <summary>How long the breaker is open before a trial.</summary>
    public TimeSpan ResetTimeout { get; }

    /// <summary>The longest that it is open when failed trials lengthen that.</summary>
    public TimeSpan MaxResetTimeout { get; }

    /// <summary>What failed trials multiply the reset timeout by.</summary>
    public double ExponentialBackoffFactor { get; }

    /// <summary>The share, from 0 to 1, by which chance may lengthen the reset timeout further.</summary>
    public double RandomFactor { get; }

    /// <summary>Whether calls are made.</summary>
    public bool IsClosed => Current == State.Closed;

    /// <summary>Whether calls fail at once.</summary>
    public bool IsOpen => Current == State.Open;

    /// <summary>Whether a single call may try.</summary>
    public bool IsHalfOpen => Current == State.HalfOpen;

    /// <summary>The failures in a row so far.</summary>
    public long CurrentFailureCount
    {
        get
        {
            lock (_gate)
                return _failures;
        }
    }

    /// <summary>The failure counted last; null after a success.</summary>
    public Exception? LastCaughtException
    {
        get
        {
            lock (_gate)
                return _lastFailure;
        }
    }

    /// <summary>A closed breaker.</summary>
    public static CircuitBreaker Create(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout) =>
        new(scheduler, maxFailures, callTimeout, resetTimeout);

    /// <summary>The same breaker, but each failed trial doubles the time that it is open while that stays below <paramref name="maxResetTimeout"/>.</summary>
    public CircuitBreaker WithExponentialBackoff(TimeSpan maxResetTimeout) =>
        new(Scheduler, MaxFailures, CallTimeout, ResetTimeout, maxResetTimeout, 2, RandomFactor);

    /// <summary>Makes a call, or throws <see cref="OpenCircuitException"/>.</summary>
    public async Task<T> WithCircuitBreaker<T>(Func<Task<T>> body)
    {
        var state = Enter();
        T result;
        try
        {
            result = await body().WaitAsync(CallTimeout, Platform.Time).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            CountFailure(state, failure);
            throw;
        }

        CountSuccess(state);
        return result;
    }

    /// <summary>Makes a call, or throws <see cref="OpenCircuitException"/>.</summary>
    public Task WithCircuitBreaker(Func<Task> body) => WithCircuitBreaker(async () =>
    {
        await body().ConfigureAwait(false);
        return true;
    });

    /// <summary>Makes a call and waits for it, or throws <see cref="OpenCircuitException"/>.</summary>
    public void WithSyncCircuitBreaker(Action body) => WithSyncCircuitBreaker(() =>
    {
        body();
        return true;
    });

    /// <summary>Makes a call and waits for it, or throws <see cref="OpenCircuitException"/>.</summary>
    public T WithSyncCircuitBreaker<T>(Func<T> body)
    {
        var call = WithCircuitBreaker(() => Platform.Call(body));
        Platform.Wait(call);
        return call.Result;
    }

    /// <summary>Counts a success that was made elsewhere.</summary>
    public void Succeed() => CountSuccess(Current);

    /// <summary>Counts a failure that was made elsewhere.</summary>
    public void Fail() => CountFailure(Current, new UserCalledFailException());

    /// <summary>Has a callback run each time the breaker opens.</summary>
    public CircuitBreaker OnOpen(Action callback) => Listen(_onOpen, callback);

    /// <summary>Has a callback run each time the breaker closes.</summary>
    public CircuitBreaker OnClose(Action callback) => Listen(_onClose, callback);

    /// <summary>Has a callback run each time the breaker lets a trial through.</summary>
    public CircuitBreaker OnHalfOpen(Action callback) => Listen(_onHalfOpen, callback);

    private State Current
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    private State Enter()
    {
        lock (_gate)
        {
            if (_state == State.Open)
                throw new OpenCircuitException(_lastFailure, Remaining());
            if (_state == State.HalfOpen && _isTrialUnderway)
                throw new OpenCircuitException(
                    "Circuit breaker is half open, only one call is allowed; this call is failing fast.", _lastFailure, TimeSpan.Zero);
            _isTrialUnderway = _state == State.HalfOpen;
            return _state;
        }
    }

    /// <summary>A call counts for the state in which it began: one from before the breaker opened neither closes nor reopens it.</summary>
    private void CountFailure(State began, Exception failure)
    {
        lock (_gate)
        {
            if (began == State.Open)
                return;
            _lastFailure = failure;
            var isEnough = began == State.HalfOpen || ++_failures == MaxFailures;
            if (isEnough && _state == began)
                Open();
        }
    }

    private void CountSuccess(State began)
    {
        lock (_gate)
        {
            if (began == State.Open)
                return;
            _lastFailure = null;
            if (began == State.Closed)
                _failures = 0;
            else if (_state == State.HalfOpen)
                Close();
        }
    }

    private void Open()
    {
        _state = State.Open;
        _openUntil = Scheduler.MonotonicClock + _nextReset;
        Scheduler.Advanced.ScheduleOnce(_nextReset, AttemptReset);
        Lengthen();
        Run(_onOpen);
    }

    private void AttemptReset()
    {
        lock (_gate)
        {
            if (_state != State.Open)
                return;
            _state = State.HalfOpen;
            _isTrialUnderway = false;
            Run(_onHalfOpen);
        }
    }

    private void Close()
    {
        _state = State.Closed;
        _failures = 0;
        _nextReset = ResetTimeout;
        Run(_onClose);
    }

    private void Lengthen()
    {
        var stretch = 1 + (ThreadLocalRandom.Current.NextDouble() * RandomFactor);
        var ticks = _nextReset.Ticks * ExponentialBackoffFactor * stretch;
        if (ticks < MaxResetTimeout.Ticks)
            _nextReset = TimeSpan.FromTicks((long)ticks);
    }

    private TimeSpan Remaining()
    {
        var left = _openUntil - Scheduler.MonotonicClock;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private CircuitBreaker Listen(List<Action> listeners, Action callback)
    {
        lock (_gate)
            listeners.Add(callback);
        return this;
    }

    // Off the lock and off the caller: a callback may call the breaker, and may take its time.
    private void Run(List<Action> listeners)
    {
        if (listeners.Count == 0)
            return;
        var callbacks = listeners.ToArray();
        Platform.Call(() =>
        {
            Array.ForEach(callbacks, callback => callback());
            return true;
        });
    }
}
