using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>Replies as tests want them.</summary>
internal static class QueryReplies
{
    /// <summary>A successful reply of a persistent node, with a token.</summary>
    public static Reply Of(Node from, params IReadOnlyList<PeerAddress> closer) =>
        new(Tid: 0, Rtt: TimeSpan.FromMilliseconds(20), from.Address, from.Id, To: PeerAddress.Loopback(1),
            default(RoundTripToken), closer, ErrorCodes.Ok, Value: null);
}
