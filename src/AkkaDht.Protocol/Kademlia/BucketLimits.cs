namespace AkkaDht.Protocol.Kademlia;

/// <summary>How many nodes one row of the routing table takes.</summary>
/// <param name="Capacity">Nodes in the row, k in the literature.</param>
/// <param name="PerSubnet">Nodes of one /24 in the row, so that one operator cannot fill it.</param>
/// <param name="ExemptPrivate">Whether loopback and private addresses are free of the limit per subnet.</param>
public sealed record BucketLimits(int Capacity, int PerSubnet, bool ExemptPrivate)
{
    /// <summary>As in the reference, with two nodes of one public /24.</summary>
    public static readonly BucketLimits Default = new(RoutingTable.DefaultCapacity, PerSubnet: 2, ExemptPrivate: true);

    /// <summary>Whether <paramref name="address"/> counts towards its subnet's limit.</summary>
    public bool Counts(PeerAddress address) => !(ExemptPrivate && address.IsPrivate);
}
