using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Tests.Support;

/// <summary>The ids that addresses hash to.</summary>
internal static class Ids
{
    private static readonly ICryptoSuite Crypto = CryptoSuites.Select(CryptoSuites.Managed);

    public static NodeId Of(PeerAddress address) => NodeIdCache.Compute(Crypto, address);
}
