using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;

namespace AkkaDht.Connections;

/// <summary>A peer to connect to by its public key, wherever it is, and how (03-hyperdht.md §8).</summary>
/// <param name="PublicKey">Who the peer is.</param>
public sealed record PeerSpec(PublicKey PublicKey)
{
    /// <summary>Who this side is; null for the node's own key pair.</summary>
    public KeyPair? KeyPair { get; init; }

    /// <summary>Nodes that are known to relay handshakes to the peer; asked before the DHT is.</summary>
    public IReadOnlyList<PeerAddress> RelayAddresses { get; init; } = [];

    /// <summary>Peers that relay the connection while, or as long as, there is no direct way; one of them is chosen by chance. Empty for none.</summary>
    public IReadOnlyList<PublicKey> RelayThrough { get; init; } = [];

    /// <summary>Whether this machine's addresses in its own network are told to the peer, and the peer's tried.</summary>
    public bool LocalConnection { get; init; } = true;

    /// <summary>Whether a first probe is sent to where the peer seems to be, before both sides know their NATs.</summary>
    public bool FastOpen { get; init; } = true;

    /// <summary>Whether the socket of this connection may serve the next one to the same peer.</summary>
    public bool IsReusable { get; init; }

    /// <summary>Has the last word before holes are punched, told the peer's firewall, ours, the peer's addresses and ours: false gives the direct way up. Null: always punch.</summary>
    public Func<FirewallKind, FirewallKind, IReadOnlyList<PeerAddress>, IReadOnlyList<PeerAddress>, bool>? Holepunch { get; init; }
}
