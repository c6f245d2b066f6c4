using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Supervision;

/// <summary>What a node knows of itself at a moment.</summary>
public sealed record NodeStatus
{
    /// <summary>The id that the node shows; null while it is ephemeral.</summary>
    public NodeId? Id => IsEphemeral ? null : TableId;

    /// <summary>The id that the routing table is built around.</summary>
    public required NodeId TableId { get; init; }

    /// <summary>What the node is known by as a peer, unless an operation brings a key pair of its own.</summary>
    public required PublicKey PublicKey { get; init; }

    /// <summary>Nodes in the routing table.</summary>
    public required int TableSize { get; init; }

    /// <summary>Whether the node keeps its id to itself.</summary>
    public required bool IsEphemeral { get; init; }

    /// <summary>Whether strangers cannot reach the server socket, as far as known.</summary>
    public required bool IsFirewalled { get; init; }

    /// <summary>The public address as others see it: null while unknown, port 0 when the NAT changes it per destination.</summary>
    public required PeerAddress? PublicAddress { get; init; }

    /// <summary>Whether the NAT seems to choose another port for every destination.</summary>
    public bool IsRandomized => PublicAddress is { Port: 0 };

    /// <summary>The bound address of the socket that requests leave on; null while suspended.</summary>
    public required PeerAddress? Address { get; init; }

    /// <summary>The machine's own address in its network with the server port; null while not bound.</summary>
    public required PeerAddress? LocalAddress { get; init; }

    /// <summary>Where strangers reach the node; null unless that is known to work.</summary>
    public required PeerAddress? RemoteAddress { get; init; }

    /// <summary>Whether bootstrap has finished.</summary>
    public required bool IsBootstrapped { get; init; }

    /// <summary>Whether the node is suspended.</summary>
    public required bool IsSuspended { get; init; }

    /// <summary>Whether requests are answered at all.</summary>
    public required bool IsOnline { get; init; }

    /// <summary>Whether most requests time out.</summary>
    public required bool IsDegraded { get; init; }
}
