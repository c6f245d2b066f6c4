using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>
/// The nodes by which servers were reached, so that the next attempt need not look for them. Holds <paramref name="capacity"/> servers;
/// whoever was used least lately makes room. Reference: hyperdht <c>index.js</c>, _relayAddressesCache.
/// </summary>
public sealed class RelayAddressCache(int capacity)
{
    private readonly LeastRecent<PublicKey, IReadOnlyList<PeerAddress>> _relays = new(capacity);

    /// <summary>The most nodes that are kept of one server.</summary>
    public const int MaxRelays = 16;

    /// <summary>How many servers are remembered.</summary>
    public int Count => _relays.Count;

    /// <summary>The nodes by which <paramref name="remote"/> was reached; empty when it is not remembered.</summary>
    public IReadOnlyList<PeerAddress> Get(PublicKey remote) => _relays.TryGet(remote, out var relays) ? relays : [];

    /// <summary>Remembers the nodes by which <paramref name="remote"/> was reached, in place of earlier ones; none forgets it.</summary>
    public void Set(PublicKey remote, IReadOnlyList<PeerAddress> relays)
    {
        if (relays.Count == 0) _relays.Remove(remote);
        else _relays.Set(remote, relays.Count <= MaxRelays ? relays : [.. relays.Take(MaxRelays)]);
    }
}
