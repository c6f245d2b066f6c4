namespace AkkaDht.Connections;

/// <summary>Counts of a node's connections. Written by their supervisor and its children, read by anybody.</summary>
internal sealed class ConnectionCounters
{
    private int _active;
    private long _total;
    private long _refused;
    private long _restarts;

    public ConnectionCounts Snapshot => new(Volatile.Read(ref _active), Volatile.Read(ref _total), Volatile.Read(ref _refused), Interlocked.Read(ref _restarts));

    public int Active => _active;

    /// <summary>Counts a connection that begins, and numbers it.</summary>
    public long CountStarted()
    {
        Volatile.Write(ref _active, _active + 1);
        Volatile.Write(ref _total, _total + 1);
        return _total;
    }

    public void CountEnded() => Volatile.Write(ref _active, _active - 1);

    public void CountAllEnded() => Volatile.Write(ref _active, 0);

    public void CountRefused() => Volatile.Write(ref _refused, _refused + 1);

    public void CountRestart() => Interlocked.Increment(ref _restarts);
}

/// <summary>How many connections there are, have been, were refused, and how often lasting ones were opened again.</summary>
public readonly record struct ConnectionCounts(int Active, long Total, long Refused, long Restarts);
