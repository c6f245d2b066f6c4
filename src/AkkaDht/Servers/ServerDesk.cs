using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Announcing;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Supervision;

namespace AkkaDht.Servers;

/// <summary>
/// What the actors of one server share, and what it keeps over their restarts. Written by the server and its announcer, each its own
/// part; sessions read it.
/// </summary>
internal sealed class ServerDesk(NodeParts parts, ServerSpec spec, IActorRef owner)
{
    private volatile RelayView _relays = RelayView.None;

    public ServerSpec Spec => spec;

    public IActorRef Owner => owner;

    public KeyPair KeyPair { get; } = spec.KeyPair ?? parts.KeyPair;

    public NodeId Target { get; } = Targets.Of(parts.Crypto, (spec.KeyPair ?? parts.KeyPair).PublicKey);

    /// <summary>What the server is to be; its announcer follows.</summary>
    public ServerWish Wish { get; set; }

    /// <summary>Whether the owner has been told that the server listens.</summary>
    public bool HasListened { get; set; }

    /// <summary>Where the server is announced. Set by its announcer.</summary>
    public RelayView Relays
    {
        get => _relays;
        set => _relays = value;
    }
}

/// <summary>What the owner of a server, or its node, wants of it.</summary>
internal enum ServerWish
{
    Running,
    Suspended,
    Closed,
}

/// <summary>Where a server is announced at a moment.</summary>
/// <param name="Nodes">The nodes that pass handshakes on.</param>
/// <param name="Addresses">Where clients may begin.</param>
/// <param name="Recent">Nodes that do or did so within the last rounds.</param>
internal sealed record RelayView(IReadOnlyList<RelayInfo> Nodes, IReadOnlyList<PeerAddress> Addresses, IReadOnlyList<PeerAddress> Recent)
{
    public static readonly RelayView None = new([], [], []);

    public static RelayView Of(Announcer announcer) => new(announcer.Relays, announcer.RelayAddresses, announcer.RecentRelays);

    public bool Contains(PeerAddress address)
    {
        foreach (var relay in Recent)
        {
            if (relay == address) return true;
        }

        return false;
    }
}
