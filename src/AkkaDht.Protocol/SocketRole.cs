namespace AkkaDht.Protocol;

/// <summary>Which of a node's two sockets a datagram uses (02-dht-rpc.md B1).</summary>
public enum SocketRole : byte
{
    /// <summary>Reachable at the node's own port; requests leave here once the node is not firewalled.</summary>
    Server,

    /// <summary>Used for outgoing requests while the node is firewalled.</summary>
    Client,
}
