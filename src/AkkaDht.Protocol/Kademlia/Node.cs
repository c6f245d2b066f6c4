namespace AkkaDht.Protocol.Kademlia;

/// <summary>An entry of the DHT: where a node is, and the id that its address hashes to (02-dht-rpc.md A6).</summary>
public readonly record struct Node(NodeId Id, PeerAddress Address)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Id}@{Address}";
}
