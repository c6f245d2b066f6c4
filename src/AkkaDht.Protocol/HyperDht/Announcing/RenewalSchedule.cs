namespace AkkaDht.Protocol.HyperDht.Announcing;

/// <summary>
/// Says when each of a few things that others forget is to be renewed: at once when it is new, after an interval when that has
/// worked, after a growing pause when it has not. Between who wants to be announced for good and the announcing itself.
/// </summary>
/// <remarks>Begins paused. Whoever adds things bounds their number; each wake-up looks at all of them.</remarks>
public sealed class RenewalSchedule(RenewalSettings settings, IRandomSource random)
{
    private const int MaxDoublings = 20;

    // How often each thing has failed in a row, and, of those that are neither due nor under way, when they will be due.
    private readonly Dictionary<long, int> _failures = [];
    private readonly Dictionary<long, Instant> _waiting = [];
    private readonly Queue<long> _due = new();
    private int _underWay;
    private bool _isPaused = true;

    /// <summary>When to call <see cref="HandleTimeout"/> next.</summary>
    public Instant NextDeadline => _isPaused ? Instant.Never : _waiting.Values.Aggregate(Instant.Never, Instant.Min);

    /// <summary>Something new is to be renewed from now on.</summary>
    public void HandleAdded(long item)
    {
        Invariant.That(_failures.TryAdd(item, 0), "a thing is added once");
        _due.Enqueue(item);
    }

    /// <summary>Something is renewed no more; what is under way still ends with <see cref="HandleEnded"/>.</summary>
    public void HandleRemoved(long item)
    {
        _failures.Remove(item);
        _waiting.Remove(item);
    }

    /// <summary>A renewal that was taken has ended.</summary>
    public void HandleEnded(Instant now, long item, bool worked)
    {
        _underWay--;
        if (!_failures.TryGetValue(item, out var failures)) return;

        _failures[item] = worked ? 0 : failures + 1;
        _waiting[item] = now + (worked ? Lengthened(settings.Interval) : Lengthened(RetryDelay(failures)));
    }

    /// <summary>The network is there, perhaps another one than before: everything is due.</summary>
    public void HandleOnline()
    {
        _isPaused = false;
        foreach (var item in _waiting.Keys) _due.Enqueue(item);
        _waiting.Clear();
    }

    /// <summary>The network has gone: nothing is due until it is back.</summary>
    public void HandleOffline() => _isPaused = true;

    /// <summary>Time has passed.</summary>
    public void HandleTimeout(Instant now)
    {
        foreach (var (item, until) in _waiting)
            if (until <= now && _waiting.Remove(item)) _due.Enqueue(item);
    }

    /// <summary>Something to be renewed now; <see cref="HandleEnded"/> says how that went.</summary>
    public bool TryTakeDue(out long item)
    {
        item = 0;
        while (!_isPaused && _underWay < settings.MaxAtOnce && _due.TryDequeue(out item))
        {
            if (!_failures.ContainsKey(item)) continue;

            _underWay++;
            return true;
        }

        return false;
    }

    private TimeSpan RetryDelay(int failures)
    {
        var delay = settings.RetryDelay * (1L << Math.Min(failures, MaxDoublings));
        return delay < settings.Interval ? delay : settings.Interval;
    }

    private TimeSpan Lengthened(TimeSpan delay) => delay * (1 + random.Next(settings.JitterPercent + 1) / 100.0);
}
