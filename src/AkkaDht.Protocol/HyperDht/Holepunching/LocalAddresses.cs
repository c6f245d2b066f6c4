namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>Addresses within a local network: which of a peer's may be in ours (03-hyperdht.md §13).</summary>
public static class LocalAddresses
{
    /// <summary>
    /// The one of <paramref name="remote"/> that shares most of its leading octets with one of <paramref name="local"/>; three
    /// are a match at once, of equals the first counts. Null when none shares even one. Reference: <c>lib/holepuncher.js</c>, matchAddress.
    /// </summary>
    public static PeerAddress? Match(IReadOnlyList<PeerAddress> local, IReadOnlyList<PeerAddress> remote)
    {
        PeerAddress? best = null;
        var shared = 0;
        foreach (var own in local)
        {
            foreach (var theirs in remote)
            {
                var octets = SharedOctets(own.Host, theirs.Host);
                if (octets == 3) return theirs;
                if (octets > shared) (best, shared) = (theirs, octets);
            }
        }

        return best;
    }

    private static int SharedOctets(uint one, uint other) => (one ^ other) switch
    {
        < 1u << 8 => 3,
        < 1u << 16 => 2,
        < 1u << 24 => 1,
        _ => 0,
    };
}
