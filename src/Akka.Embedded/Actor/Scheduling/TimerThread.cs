using System.Diagnostics;

namespace Akka.Actor;

/// <summary>
/// The timers of this process: one wheel of milliseconds and one thread, which sleeps until the next slot in use. All systems
/// share it; it starts with the first timer.
/// </summary>
internal sealed class TimerThread : ITimers
{
    private readonly object _gate = new();
    private readonly TimerWheel _wheel = new();
    private readonly long _origin = Stopwatch.GetTimestamp();
    private long _sleepingUntil;
    private bool _running;

    private TimerThread() { }

    public static TimerThread Shared { get; } = new();

    public TimeSpan Now => Stopwatch.GetElapsedTime(_origin);

    public void Arm(TimerNode node, TimeSpan delay)
    {
        var due = Ticks(Now + delay);
        lock (_gate)
        {
            _wheel.Add(node, due);
            if (!_running)
                Start();
            else
                WakeFor(node);
        }
    }

    public void ArmNext(TimerNode node, TimeSpan interval)
    {
        var ticks = Math.Max(Ticks(interval), 1);
        lock (_gate)
        {
            var missed = Math.Max(_wheel.Elapsed - node.Due, 0) / ticks;
            _wheel.Add(node, node.Due + ((missed + 1) * ticks));
            WakeFor(node);
        }
    }

    public bool Disarm(TimerNode node)
    {
        lock (_gate)
            return _wheel.Remove(node);
    }

    public IReadOnlyList<TimerNode> DisarmAll(IScheduler owner)
    {
        lock (_gate)
            return _wheel.RemoveAll(owner);
    }

    /// <summary>Whole ticks, rounded up: a timer is never early.</summary>
    private static long Ticks(TimeSpan time) => (long)Math.Ceiling(time.TotalMilliseconds);

    private void Start()
    {
        _running = true;
        new Thread(Turn) { IsBackground = true, Name = "akka-timers" }.UnsafeStart();
    }

    private void WakeFor(TimerNode node)
    {
        if (node.Due < _sleepingUntil)
            Monitor.Pulse(_gate);
    }

    private void Turn()
    {
        List<TimerNode> due = [];
        while (true)
        {
            lock (_gate)
            {
                _sleepingUntil = _wheel.NextTick;
                var wait = _sleepingUntil - (long)Now.TotalMilliseconds;
                if (wait > 0)
                    Monitor.Wait(_gate, (int)Math.Min(wait, int.MaxValue));
                _sleepingUntil = 0;
                _wheel.Advance((long)Now.TotalMilliseconds, due);
            }

            Fire(due);
        }
    }

    /// <summary>A method of its own, so that the thread that sleeps holds nothing of what it has fired.</summary>
    private static void Fire(List<TimerNode> due)
    {
        foreach (var node in due)
            node.Fire();
        due.Clear();
    }
}
