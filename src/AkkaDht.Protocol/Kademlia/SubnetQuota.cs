namespace AkkaDht.Protocol.Kademlia;

/// <summary>
/// Counts the nodes of each /24 in a whole routing table, so that one operator's addresses cannot crowd it. Kept by the owner
/// of the table, who takes a place before a node is offered to its bucket and returns it when the node is not or no longer a
/// member. Holds as many entries as the table has subnets.
/// </summary>
/// <param name="perSubnet">Nodes of one /24 in the table.</param>
/// <param name="exemptPrivate">Whether loopback and private addresses are free of the limit.</param>
public sealed class SubnetQuota(int perSubnet, bool exemptPrivate)
{
    /// <summary>Nodes of one public /24 in a table, unless said otherwise.</summary>
    public const int DefaultPerSubnet = 10;

    private readonly Dictionary<uint, int> _taken = [];

    /// <summary>Whether another node of the address's subnet is welcome.</summary>
    public bool HasRoomFor(PeerAddress address) => IsExempt(address) || _taken.GetValueOrDefault(address.Subnet24) < perSubnet;

    /// <summary>Takes a place for a node; false when its subnet has its share.</summary>
    public bool TryTake(PeerAddress address)
    {
        if (IsExempt(address)) return true;

        var taken = _taken.GetValueOrDefault(address.Subnet24);
        if (taken >= perSubnet) return false;

        _taken[address.Subnet24] = taken + 1;
        return true;
    }

    /// <summary>Returns the place of a node that took one.</summary>
    public void Return(PeerAddress address)
    {
        if (IsExempt(address)) return;

        var taken = _taken.GetValueOrDefault(address.Subnet24);
        Invariant.That(taken > 0, "a place is returned by a node that took one");
        if (taken == 1) _taken.Remove(address.Subnet24);
        else _taken[address.Subnet24] = taken - 1;
    }

    private bool IsExempt(PeerAddress address) => exemptPrivate && address.IsPrivate;
}
