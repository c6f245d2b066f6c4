namespace AkkaDht.Protocol.HyperDht;

/// <summary>The commands of hyperdht among those of dht-rpc that are the application's. Reference: hyperdht <c>lib/constants.js</c>, COMMANDS.</summary>
public static class PeerCommands
{
    /// <summary>PEER_HANDSHAKE: a handshake towards a server, or its answer on the way back.</summary>
    public const ulong PeerHandshake = 0;

    /// <summary>PEER_HOLEPUNCH: one round of two peers that agree on punching a hole.</summary>
    public const ulong PeerHolepunch = 1;

    /// <summary>FIND_PEER: which record has the server with this target?</summary>
    public const ulong FindPeer = 2;

    /// <summary>LOOKUP: who announced this topic?</summary>
    public const ulong Lookup = 3;

    /// <summary>ANNOUNCE: I am present under this topic.</summary>
    public const ulong Announce = 4;

    /// <summary>UNANNOUNCE: I am so no more.</summary>
    public const ulong Unannounce = 5;

    /// <summary>MUTABLE_PUT: store this value under my key.</summary>
    public const ulong MutablePut = 6;

    /// <summary>MUTABLE_GET: which value is stored under this key?</summary>
    public const ulong MutableGet = 7;

    /// <summary>IMMUTABLE_PUT: store this value under its hash.</summary>
    public const ulong ImmutablePut = 8;

    /// <summary>IMMUTABLE_GET: which value has this hash?</summary>
    public const ulong ImmutableGet = 9;

    /// <summary>PLUGIN: something for an extension that both sides know by name.</summary>
    public const ulong Plugin = 10;
}
