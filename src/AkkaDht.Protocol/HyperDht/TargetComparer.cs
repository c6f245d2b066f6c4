using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht;

/// <summary>Hashes targets by all of their bits, seeded per process: strangers choose them, and could otherwise crowd one slot of a table.</summary>
internal sealed class TargetComparer : IEqualityComparer<NodeId>
{
    public static readonly TargetComparer Instance = new();

    public bool Equals(NodeId x, NodeId y) => x == y;

    public int GetHashCode(NodeId obj) => HashCode.Combine(obj.Word0, obj.Word1, obj.Word2, obj.Word3);
}
