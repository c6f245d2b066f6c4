using System.Runtime.CompilerServices;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// Whether the network answers, judged once a tick by the replies and timeouts of the last four ticks (02-dht-rpc.md B11).
/// A tick is healthy, degraded (most requests time out) or offline (all do); with few requests it says nothing.
/// </summary>
/// <param name="driftsAsReference">
/// Whether an offline tick that leaves the window takes a healthy one along, as in the reference: after an outage
/// <see cref="IsDegraded"/> may then stay true however well the network answers. Off, it clears after four healthy ticks.
/// </param>
public sealed class NetworkHealth(bool driftsAsReference = false)
{
    // Reference: MAX_HEALTH_WINDOW, OFFLINE_THRESHOLD, IDLE_THRESHOLD; DEGRADED_TIMEOUT_RATE_THRESHOLD is one half.
    private const int OfflineThreshold = 2;
    private const int IdleThreshold = 4;

    private Window _window;
    private int _present = -1;
    private int _ticks;
    private int _offlineTicks;
    private int _degradedTicks;
    private int _healthyTicks;
    private long _replies;
    private long _timeouts;

    /// <summary>Whether requests are answered at all.</summary>
    public bool IsOnline { get; private set; } = true;

    /// <summary>Whether most requests time out.</summary>
    public bool IsDegraded { get; private set; }

    /// <summary>Whether there are too few ticks yet to judge by.</summary>
    public bool IsCold => _ticks < Window.Length;

    /// <summary>Whether the last tick had too few requests to judge by.</summary>
    public bool IsIdle { get; private set; } = true;

    /// <summary>Ends a tick, with the replies and timeouts counted since the node began.</summary>
    public void Update(long replies, long timeouts)
    {
        BeginTick();
        var isFirst = _ticks == 1;
        var (newReplies, newTimeouts) = isFirst ? (0, 0) : (replies - _replies, timeouts - _timeouts);
        (_replies, _timeouts) = (replies, timeouts);

        IsIdle = newReplies + newTimeouts < IdleThreshold;
        if (IsCold || IsIdle) return;

        Mark(newReplies == 0 ? Tick.Offline : newTimeouts > newReplies ? Tick.Degraded : Tick.Healthy);
        Judge();
    }

    /// <summary>Forgets every tick and takes the network for a healthy one.</summary>
    public void Reset()
    {
        _window = default;
        _present = -1;
        _ticks = _offlineTicks = _degradedTicks = _healthyTicks = 0;
        IsOnline = true;
        IsDegraded = false;
        IsIdle = true;
    }

    private void BeginTick()
    {
        _present = (_present + 1) % Window.Length;
        _ticks = Math.Min(_ticks + 1, Window.Length);

        var leaving = _window[_present];
        if (leaving == Tick.Degraded) _degradedTicks--;
        if (leaving == Tick.Healthy || (leaving == Tick.Offline && driftsAsReference)) _healthyTicks--;
        _window[_present] = Tick.Unknown;
    }

    private void Mark(Tick tick)
    {
        _window[_present] = tick;
        _offlineTicks = tick == Tick.Offline ? _offlineTicks + 1 : 0;
        if (tick == Tick.Degraded) _degradedTicks++;
        if (tick == Tick.Healthy) _healthyTicks++;
    }

    private void Judge()
    {
        if (_offlineTicks == 0) IsOnline = true;
        else if (_offlineTicks >= OfflineThreshold) IsOnline = false;

        if (!IsOnline || _healthyTicks == Window.Length) IsDegraded = false;
        else if (_degradedTicks == Window.Length) IsDegraded = true;
    }

    private enum Tick : byte
    {
        Unknown,
        Healthy,
        Degraded,
        Offline,
    }

    [InlineArray(Length)]
    private struct Window
    {
        public const int Length = 4;

        private Tick _first;
    }
}
