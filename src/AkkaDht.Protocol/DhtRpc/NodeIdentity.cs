using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>What a node currently is: it decides which socket requests use and whether datagrams carry the node's id (A6, B1).</summary>
/// <param name="Table">The routing table; its id is the node's.</param>
/// <param name="IsEphemeral">Whether the node keeps its id to itself.</param>
/// <param name="IsFirewalled">Whether strangers cannot reach the server socket, as far as known.</param>
public sealed record NodeIdentity(RoutingTable Table, bool IsEphemeral, bool IsFirewalled)
{
    /// <summary>The socket that requests leave on.</summary>
    public SocketRole RequestSocket => IsFirewalled ? SocketRole.Client : SocketRole.Server;

    /// <summary>Whether a datagram that leaves on <paramref name="socket"/> carries the node's id.</summary>
    public bool ShowsIdOn(SocketRole socket) => !IsEphemeral && socket == SocketRole.Server;
}
