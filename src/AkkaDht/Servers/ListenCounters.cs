using AkkaDht.Protocol.HyperDht.Handshaking;

namespace AkkaDht.Servers;

/// <summary>Counts of a node's servers. Written by their supervisor alone, read by anybody.</summary>
internal sealed class ListenCounters
{
    private int _active;
    private long _total;

    public int Active => Volatile.Read(ref _active);

    public long Total => Volatile.Read(ref _total);

    public void CountStarted()
    {
        Volatile.Write(ref _active, _active + 1);
        Volatile.Write(ref _total, _total + 1);
    }

    public void CountEnded() => Volatile.Write(ref _active, _active - 1);

    public void CountAllEnded() => Volatile.Write(ref _active, 0);
}

/// <summary>The servers of a node.</summary>
/// <param name="Active">Servers that listen.</param>
/// <param name="Total">Servers that have, so far.</param>
/// <param name="Handshakes">Handshakes under way, and those that bounds have refused.</param>
public readonly record struct ServerCounts(int Active, long Total, AdmissionStats Handshakes);
