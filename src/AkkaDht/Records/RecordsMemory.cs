using Akka.Actor;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Records;

/// <summary>
/// What the record store keeps over a restart: the servers of this node, which would otherwise be reached no more. Written and read
/// by that actor alone; as many as the node listens with.
/// </summary>
internal sealed class RecordsMemory
{
    /// <summary>Who answers for a target, and with which record it is told of.</summary>
    public Dictionary<NodeId, Registration> Servers { get; } = [];

    /// <summary>A server of this node.</summary>
    public sealed record Registration(IActorRef Server, PeerRecord Record);
}
