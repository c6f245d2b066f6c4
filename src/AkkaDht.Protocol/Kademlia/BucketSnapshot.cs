namespace AkkaDht.Protocol.Kademlia;

/// <summary>
/// The members of a bucket at one moment, ascending by id: what a bucket publishes and every thread may read. The addresses
/// lie packed as on the wire, so that a reply takes them with one copy.
/// </summary>
public sealed class BucketSnapshot
{
    /// <summary>A bucket without members.</summary>
    public static readonly BucketSnapshot Empty = new([]);

    private readonly NodeId[] _ids;
    private readonly byte[] _packedAddresses;

    internal BucketSnapshot(ReadOnlySpan<KnownNode> members)
    {
        _ids = new NodeId[members.Length];
        _packedAddresses = new byte[members.Length * PeerAddress.WireLength];
        for (var i = 0; i < members.Length; i++)
        {
            _ids[i] = members[i].Node.Id;
            members[i].Node.Address.CopyTo(_packedAddresses.AsSpan(i * PeerAddress.WireLength));
        }
    }

    /// <summary>How many members there are.</summary>
    public int Count => _ids.Length;

    /// <summary>The ids, ascending.</summary>
    public ReadOnlySpan<NodeId> Ids => _ids;

    /// <summary>The addresses in the order of <see cref="Ids"/>, <see cref="PeerAddress.WireLength"/> bytes each.</summary>
    public ReadOnlySpan<byte> PackedAddresses => _packedAddresses;

    /// <summary>The member at <paramref name="index"/> in the order of <see cref="Ids"/>.</summary>
    public Node this[int index] => new(_ids[index], PeerAddress.Read(_packedAddresses.AsSpan(index * PeerAddress.WireLength)));

    /// <summary>The member with this id.</summary>
    public bool TryGet(NodeId id, out Node node)
    {
        var index = Ids.BinarySearch(id);
        node = index >= 0 ? this[index] : default;
        return index >= 0;
    }
}
