using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>What a node answered to a request of ours, complete and safe to keep.</summary>
/// <param name="Tid">Transaction id of the request.</param>
/// <param name="Rtt">From the creation of the request to the reply, earlier transmissions included.</param>
/// <param name="From">Who answered: the endpoint that was asked.</param>
/// <param name="FromId">The sender's id, if it sent one that its address hashes to (only persistent nodes do).</param>
/// <param name="To">Our own address as the sender sees it.</param>
/// <param name="Token">Round-trip token for a later request that changes something, if one was issued.</param>
/// <param name="CloserNodes">Addresses of nodes near the target, in the order sent; empty when none were.</param>
/// <param name="Error">0, or an error code (<see cref="ErrorCodes"/>).</param>
/// <param name="Value">The value; null when absent, empty when present and empty.</param>
public sealed record Reply(
    ushort Tid,
    TimeSpan Rtt,
    PeerAddress From,
    NodeId? FromId,
    PeerAddress To,
    RoundTripToken? Token,
    IReadOnlyList<PeerAddress> CloserNodes,
    ulong Error,
    ReadOnlyMemory<byte>? Value)
{
    /// <summary>The sender as a node, when it proved its id.</summary>
    public Node? FromNode => FromId is { } id ? new Node(id, From) : null;
}
