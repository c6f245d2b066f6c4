using Akka.Actor;
using Akka.Dispatch;

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
    private TimeSpan _currentReset;
    private TimeSpan _openUntil;
    private Exception? _lastFailure;

    /// <summary>A closed breaker.</summary>
    public CircuitBreaker(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout)
        : this(scheduler, maxFailures, callTimeout, resetTimeout, TimeSpan.FromDays(36500), 1)
    {
    }

    private CircuitBreaker(
        IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout, TimeSpan maxResetTimeout, double factor)
    {
        Scheduler = scheduler;
        MaxFailures = maxFailures;
        CallTimeout = callTimeout;
        ResetTimeout = resetTimeout;
        MaxResetTimeout = maxResetTimeout;
        ExponentialBackoffFactor = factor;
        _currentReset = resetTimeout;
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

    /// <summary>Whether calls are made.</summary>
    public bool IsClosed => Is(State.Closed);

    /// <summary>Whether calls fail at once.</summary>
    public bool IsOpen => Is(State.Open);

    /// <summary>Whether a single call may try.</summary>
    public bool IsHalfOpen => Is(State.HalfOpen);

    /// <summary>The failures in a row so far.</summary>
    public long CurrentFailureCount
    {
        get
        {
            lock (_gate)
                return _failures;
        }
    }

    /// <summary>The failure counted last.</summary>
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

    /// <summary>The same breaker, but each failed trial doubles the time that it is open, up to <paramref name="maxResetTimeout"/>.</summary>
    public CircuitBreaker WithExponentialBackoff(TimeSpan maxResetTimeout) =>
        new(Scheduler, MaxFailures, CallTimeout, ResetTimeout, maxResetTimeout, 2);

    /// <summary>Makes a call, or throws <see cref="OpenCircuitException"/>.</summary>
    public async Task<T> WithCircuitBreaker<T>(Func<Task<T>> body)
    {
        Enter();
        T result;
        try
        {
            result = await body().WaitAsync(CallTimeout, Platform.Time).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            CountFailure(failure);
            throw;
        }

        Succeed();
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
    public void Succeed()
    {
        lock (_gate)
        {
            if (_state == State.Closed)
                _failures = 0;
            else if (_state == State.HalfOpen)
                Close();
        }
    }

    /// <summary>Counts a failure that was made elsewhere.</summary>
    public void Fail() => CountFailure(new UserCalledFailException());

    /// <summary>Has a callback run each time the breaker opens.</summary>
    public CircuitBreaker OnOpen(Action callback) => Listen(_onOpen, callback);

    /// <summary>Has a callback run each time the breaker closes.</summary>
    public CircuitBreaker OnClose(Action callback) => Listen(_onClose, callback);

    /// <summary>Has a callback run each time the breaker lets a trial through.</summary>
    public CircuitBreaker OnHalfOpen(Action callback) => Listen(_onHalfOpen, callback);

    private void Enter()
    {
        lock (_gate)
        {
            if (_state == State.Open)
                throw new OpenCircuitException("Circuit Breaker is open; calls are failing fast", _lastFailure, Remaining());
            if (_state == State.HalfOpen && _isTrialUnderway)
                throw new OpenCircuitException("Circuit Breaker is half open; a trial is underway", _lastFailure, TimeSpan.Zero);
            _isTrialUnderway = _state == State.HalfOpen;
        }
    }

    private void CountFailure(Exception failure)
    {
        lock (_gate)
        {
            if (_state == State.Open)
                return;
            _lastFailure = failure;
            if (_state == State.Closed && ++_failures < MaxFailures)
                return;
            if (_state == State.HalfOpen)
                _currentReset = Lengthened();
            Open();
        }
    }

    private void Open()
    {
        _state = State.Open;
        _openUntil = Scheduler.MonotonicClock + _currentReset;
        Scheduler.Advanced.ScheduleOnce(_currentReset, AttemptReset);
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
        _currentReset = ResetTimeout;
        Run(_onClose);
    }

    private TimeSpan Lengthened()
    {
        var ticks = _currentReset.Ticks * ExponentialBackoffFactor;
        return ticks < MaxResetTimeout.Ticks ? TimeSpan.FromTicks((long)ticks) : MaxResetTimeout;
    }

    private TimeSpan Remaining()
    {
        var left = _openUntil - Scheduler.MonotonicClock;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private bool Is(State state)
    {
        lock (_gate)
            return _state == state;
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
