using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>What becomes of a handshake or a hole punch that came in.</summary>
public abstract record RouterVerdict
{
    private RouterVerdict()
    {
    }

    /// <summary>Nothing; the sender gets silence.</summary>
    public sealed record Drop : RouterVerdict
    {
        /// <summary>The one there is.</summary>
        public static readonly Drop Instance = new();
    }

    /// <summary>It is answered.</summary>
    public sealed record Reply(Answer Answer) : RouterVerdict;

    /// <summary>It goes on as a request with <paramref name="Value"/> to <paramref name="To"/>, by <paramref name="Socket"/> instead of the one it came in on.</summary>
    public sealed record Forward(ReadOnlyMemory<byte> Value, PeerAddress To, SocketRole? Socket = null) : RouterVerdict;

    /// <summary>A server of this node is to answer a handshake.</summary>
    public sealed record HandshakeForServer(NodeId Target, HandshakeMessage Message) : RouterVerdict;

    /// <summary>A server of this node is to answer a round of a hole punch.</summary>
    public sealed record HolepunchForServer(NodeId Target, HolepunchMessage Message) : RouterVerdict;
}
