using AkkaDht.Protocol.HyperDht.Connecting;

namespace AkkaDht.Connecting;

/// <summary>Counts of a node's attempts, and of what attempts and sessions have done. Written by several actors, read by anybody.</summary>
internal sealed class ConnectCounters
{
    private readonly Lock _gate = new();
    private ConnectStats _links;
    private int _active;
    private long _started;
    private long _refused;
    private long _connected;
    private long _failed;

    public ConnectCounts Snapshot
    {
        get
        {
            lock (_gate)
            {
                return new ConnectCounts(
                    Volatile.Read(ref _active), Interlocked.Read(ref _started), Interlocked.Read(ref _refused),
                    Interlocked.Read(ref _connected), Interlocked.Read(ref _failed), _links);
            }
        }
    }

    public int Active => Volatile.Read(ref _active);

    /// <summary>Counts an attempt that begins, and numbers it.</summary>
    public long CountStarted()
    {
        Interlocked.Increment(ref _active);
        return Interlocked.Increment(ref _started);
    }

    public void CountEnded(bool isConnected)
    {
        Interlocked.Decrement(ref _active);
        Interlocked.Increment(ref isConnected ? ref _connected : ref _failed);
    }

    public void CountRefused() => Interlocked.Increment(ref _refused);

    /// <summary>An attempt or a session is over, and has done this.</summary>
    public void Add(ConnectStats link)
    {
        lock (_gate)
        {
            _links = new ConnectStats
            {
                Handshakes = _links.Handshakes + link.Handshakes,
                Malformed = _links.Malformed + link.Malformed,
                RefusedByBound = _links.RefusedByBound + link.RefusedByBound,
                Rounds = _links.Rounds + link.Rounds,
                OpenPunches = _links.OpenPunches + link.OpenPunches,
                ConsistentPunches = _links.ConsistentPunches + link.ConsistentPunches,
                RandomPunches = _links.RandomPunches + link.RandomPunches,
                TriesLater = _links.TriesLater + link.TriesLater,
                RelayAttempts = _links.RelayAttempts + link.RelayAttempts,
                RelaySuccesses = _links.RelaySuccesses + link.RelaySuccesses,
                RelayAborts = _links.RelayAborts + link.RelayAborts,
                Upgrades = _links.Upgrades + link.Upgrades,
            };
        }
    }
}

/// <summary>Connecting by public key since the node started.</summary>
/// <param name="Active">Attempts under way.</param>
/// <param name="Started">Attempts so far.</param>
/// <param name="Refused">Attempts not begun because so many were under way.</param>
/// <param name="Connected">Attempts that led to a connection.</param>
/// <param name="Failed">Attempts that did not.</param>
/// <param name="Links">What attempts and sessions that are over have done: punches by kind, connections by relays.</param>
public readonly record struct ConnectCounts(int Active, long Started, long Refused, long Connected, long Failed, ConnectStats Links);
