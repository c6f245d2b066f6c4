namespace AkkaDht.Sockets;

/// <summary>Counts of the sockets that are opened for hole punches. Written by several actors, read by anybody.</summary>
internal sealed class PoolCounters
{
    private long _opened;
    private long _closed;
    private long _refused;
    private long _probesDropped;

    public PoolStats Snapshot => new(
        Interlocked.Read(ref _opened), Interlocked.Read(ref _closed), Interlocked.Read(ref _refused), Interlocked.Read(ref _probesDropped));

    public void CountOpened() => Interlocked.Increment(ref _opened);

    public void CountClosed(int sockets = 1) => Interlocked.Add(ref _closed, sockets);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public void CountProbeDropped() => Interlocked.Increment(ref _probesDropped);
}

/// <summary>Sockets of the pool since the node started (the reference's <c>stats.socketPool</c>).</summary>
/// <param name="Opened">Sockets opened.</param>
/// <param name="Closed">Sockets closed again.</param>
/// <param name="Refused">Sockets not opened because <see cref="SocketSettings.MaxPooled"/> were open, or the system had none.</param>
/// <param name="ProbesDropped">Probes that came faster than they were handled.</param>
public readonly record struct PoolStats(long Opened, long Closed, long Refused, long ProbesDropped)
{
    /// <summary>Sockets that are open now.</summary>
    public long Active => Opened - Closed;
}
