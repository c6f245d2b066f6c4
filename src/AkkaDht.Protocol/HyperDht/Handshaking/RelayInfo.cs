namespace AkkaDht.Protocol.HyperDht.Handshaking;

/// <summary>A node through which a server is reached, and where the server is as that node sees it.</summary>
public readonly record struct RelayInfo(PeerAddress Relay, PeerAddress Peer);
