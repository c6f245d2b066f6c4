namespace Akka.TestKit.Internal;

/// <summary>Counts what filters pick and lets a test wait for a number of it.</summary>
internal sealed class Tally : IDisposable
{
    private readonly IReadOnlyList<EventFilterBase> _filters;
    private readonly SemaphoreSlim _matches = new(0);
    private int _count;

    public Tally(IReadOnlyList<EventFilterBase> filters)
    {
        _filters = filters;
        foreach (var filter in filters)
            filter.Matched += Add;
    }

    public int Count => Volatile.Read(ref _count);

    /// <summary>Waits for so many matches; where none are expected, for the first one through all of the time.</summary>
    public bool Wait(int expected, TimeSpan limit, CancellationToken cancellationToken) =>
        WaitAsync(expected, limit, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="Wait"/>
    public async Task<bool> WaitAsync(int expected, TimeSpan limit, CancellationToken cancellationToken)
    {
        var stop = TestKitBase.Now + limit;
        for (var needed = Math.Max(expected, 1); needed > 0; needed--)
        {
            if (!await _matches.WaitAsync(Left(stop), cancellationToken).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    public void Dispose()
    {
        foreach (var filter in _filters)
            filter.Matched -= Add;
    }

    private void Add()
    {
        Interlocked.Increment(ref _count);
        _matches.Release();
    }

    private static TimeSpan Left(TimeSpan stop)
    {
        var left = stop - TestKitBase.Now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
