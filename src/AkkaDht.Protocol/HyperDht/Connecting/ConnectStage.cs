namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>How far an attempt or a session has come.</summary>
public enum ConnectStage
{
    /// <summary>Nodes are looked for that know the server.</summary>
    Finding,

    /// <summary>Nodes are known and the server has not answered yet; at a server, until the handshake is answered.</summary>
    Handshaking,

    /// <summary>Both sides find out what their NATs do.</summary>
    Probing,

    /// <summary>Both sides send packets for a path to open.</summary>
    Punching,

    /// <summary>Only a relay can carry the connection any more, and it is being reached.</summary>
    Relaying,

    /// <summary>The first packet of the stream is waited for, or the stream has its path.</summary>
    Connecting,
}
