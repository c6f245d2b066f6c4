using Akka.Actor;

namespace Akka.Embedded.Deterministic;

/// <summary>Virtual time for everything that takes a <see cref="TimeProvider"/>: delays, timers, waits.</summary>
internal sealed class VirtualClock(VirtualTimers timers, Action<Action> post, DateTimeOffset start) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => timers.Micros;

    public override DateTimeOffset GetUtcNow() => start + TimeSpan.FromMicroseconds(timers.Micros);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ClockTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ClockTimer(VirtualClock clock, TimerCallback callback, object? state) : TimerNode, ITimer
    {
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private TimeSpan _period;
        private int _version;

        public override void Fire()
        {
            var version = _version;
            if (version < 0)
                return;
            clock.Post(() =>
            {
                if (version == _version)
                    Call();
            });
            if (_period > TimeSpan.Zero)
                clock.Timers.ArmNext(this, _period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_version < 0)
                return false;
            _version++;
            _period = period;
            clock.Timers.Disarm(this);
            if (dueTime >= TimeSpan.Zero)
                clock.Timers.Arm(this, dueTime);
            return true;
        }

        public void Dispose()
        {
            clock.Timers.Disarm(this);
            _version = -1;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Call()
        {
            if (_context is null)
                callback(state);
            else
                ExecutionContext.Run(_context, callback.Invoke, state);
        }
    }

    private VirtualTimers Timers => timers;

    private void Post(Action code) => post(code);
}
