using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Driving;

/// <summary>
/// Which id an address hashes to, remembered per thread: the answer is the same for every node of the process, and a cache
/// that only its thread touches needs no lock.
/// </summary>
internal static class ThreadIds
{
    private const int MaxRemembered = 8192;

    [ThreadStatic]
    private static NodeIdCache? _cache;

    /// <summary>The id of <paramref name="address"/>.</summary>
    public static NodeId Of(ICryptoSuite crypto, PeerAddress address) => (_cache ??= new NodeIdCache(crypto, MaxRemembered)).Get(address);
}
