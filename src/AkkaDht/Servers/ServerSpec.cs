using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;

namespace AkkaDht.Servers;

/// <summary>A server that somebody wants: who it is, and whom it lets in (03-hyperdht.md §9).</summary>
public sealed record ServerSpec
{
    /// <summary>Who the server is; null for the node's own key pair. Each key pair has one server of a node.</summary>
    public KeyPair? KeyPair { get; init; }

    /// <summary>Who is told what happens, owns the connections, and whose end is the server's; null for the sender of <see cref="ServerMessages.Listen"/>.</summary>
    public IActorRef? Owner { get; init; }

    /// <summary>
    /// Whether a client is let in; null lets in everybody. Whoever is not, or for whom this throws or takes longer than
    /// <see cref="ServerSettings.DecisionTimeout"/>, gets no answer at all, as if there were no server. Called from any thread.
    /// </summary>
    public Func<PeerIntroduction, Task<bool>>? Firewall { get; init; }

    /// <summary>Has the last word before holes are punched, told the client's firewall, ours, the client's addresses and ours: false gives the direct way up. Null: always punch.</summary>
    public Func<FirewallKind, FirewallKind, IReadOnlyList<PeerAddress>, IReadOnlyList<PeerAddress>, bool>? Holepunch { get; init; }

    /// <summary>Whether holes are punched at all.</summary>
    public bool MayPunch { get; init; } = true;

    /// <summary>Whether clients are told this machine's addresses in its own network.</summary>
    public bool ShareLocalAddress { get; init; } = true;

    /// <summary>Peers that relay connections while, or as long as, there is no direct way; one of them is chosen by chance. Empty for none.</summary>
    public IReadOnlyList<PublicKey> RelayThrough { get; init; } = [];

    /// <summary>Whether the socket of a connection may serve the next one with the same peer.</summary>
    public bool IsReusable { get; init; }

    /// <summary>How long copies of a handshake are still answered after its end; null for the node's setting.</summary>
    public TimeSpan? HandshakeClearWait { get; init; }

    /// <summary>Silence after which an empty message is sent over a connection, zero for never; null for the node's setting.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>Bytes that the owner has room for at the start of each connection; null for the node's setting.</summary>
    public int? ReadAheadBytes { get; init; }

    /// <summary>Connections that wait to be accepted from a <see cref="DhtServer"/>; further ones are given up.</summary>
    public int MaxBacklog { get; init; } = 1024;

    /// <summary>The pool that has at most one connection to each peer (<see cref="DhtConnectionPool.Actor"/>); null for none.</summary>
    public IActorRef? Pool { get; init; }

    /// <summary>Makes the owner of each connection, which is told everything of it; without it that is the server's owner.</summary>
    internal Func<ConnectionOwner>? NewOwner { get; init; }
}

/// <summary>A client that wants to be let in, as it has introduced itself; the key is proved, the rest is its word.</summary>
/// <param name="PublicKey">Who it is.</param>
/// <param name="From">Where it is, as the node between sees it or as the packet came from.</param>
/// <param name="Firewall">What it says of its own firewall.</param>
/// <param name="Addresses">Where it says it can be reached.</param>
public sealed record PeerIntroduction(PublicKey PublicKey, PeerAddress From, FirewallKind Firewall, IReadOnlyList<PeerAddress> Addresses);

/// <summary>Who owns a connection of a server on behalf of somebody who awaits.</summary>
/// <param name="Actor">The owner.</param>
/// <param name="Handle">What the other gets when the connection has its id.</param>
internal sealed record ConnectionOwner(IActorRef Actor, Task<DhtConnection> Handle);
