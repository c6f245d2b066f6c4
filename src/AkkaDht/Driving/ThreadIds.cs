using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Driving;

/// <summary>
/// Which id an address hashes to, remembered per thread: the answer is the same for every node of a network, and a cache that
/// only its thread touches needs no lock. A process with nodes of several private networks remembers those of one at a time.
/// </summary>
internal static class ThreadIds
{
    private const int MaxRemembered = 8192;

    [ThreadStatic]
    private static NodeIdCache? _public;

    [ThreadStatic]
    private static NodeIdCache? _private;

    /// <summary>The id of <paramref name="address"/> in <paramref name="network"/>.</summary>
    public static NodeId Of(ICryptoSuite crypto, PeerAddress address, DhtNetwork? network)
    {
        if (network is null) return (_public ??= new NodeIdCache(crypto, MaxRemembered)).Get(address);

        if (_private is null || !_private.Network!.Key.SequenceEqual(network.Key)) _private = new NodeIdCache(crypto, MaxRemembered, network);
        return _private.Get(address);
    }
}
