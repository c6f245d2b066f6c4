namespace AkkaDht.Protocol.HyperDht.Handshaking;

/// <summary>How far a handshake or a hole punch has come on its way through the nodes between two peers; numbers beyond these mean nothing.</summary>
public enum PeerMode : ulong
{
    /// <summary>FROM_CLIENT: from the client to a node that knows the server.</summary>
    FromClient,

    /// <summary>FROM_SERVER: from the server to the node that is to answer the client.</summary>
    FromServer,

    /// <summary>FROM_RELAY: from the node that the client asked to the server, or to another node that knows it.</summary>
    FromRelay,

    /// <summary>FROM_SECOND_RELAY: from that other node to the server.</summary>
    FromSecondRelay,

    /// <summary>REPLY: from the node that the client asked to the client.</summary>
    Reply,
}
