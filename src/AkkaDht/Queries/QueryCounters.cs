namespace AkkaDht.Queries;

/// <summary>Counts of a node's queries. Written by their supervisor alone, read by anybody.</summary>
internal sealed class QueryCounters
{
    private int _active;
    private long _total;
    private long _refused;

    public QueryCounts Snapshot => new(Volatile.Read(ref _active), Volatile.Read(ref _total), Volatile.Read(ref _refused));

    public int Active => _active;

    /// <summary>Counts a query that begins, and numbers it.</summary>
    public long CountStarted()
    {
        Volatile.Write(ref _active, _active + 1);
        Volatile.Write(ref _total, _total + 1);
        return _total;
    }

    public void CountEnded() => Volatile.Write(ref _active, _active - 1);

    public void CountAllEnded() => Volatile.Write(ref _active, 0);

    public void CountRefused() => Volatile.Write(ref _refused, _refused + 1);
}

/// <summary>How many queries are under way, were started, and were refused, such as when too many were under way.</summary>
public readonly record struct QueryCounts(int Active, long Total, long Refused);
