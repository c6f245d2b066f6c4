using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>What a server gives a client whom it lets in: its place, its stream, and what the server is at this moment.</summary>
public sealed record SessionAdmission
{
    /// <summary>What the node knows of itself; the local addresses are those that were tried.</summary>
    public required PeerVantage Vantage { get; init; }

    /// <summary>The session's number among those of the server, the lowest free one; the client names it in what it says of a hole punch.</summary>
    public required ulong Id { get; init; }

    /// <summary>The stream that is reserved for the client; null only when <see cref="ServerSession.WantsStream"/> is false.</summary>
    public StreamId? LocalId { get; init; }

    /// <summary>The nodes at which the server is announced, each with the server's address as that node sees it.</summary>
    public IReadOnlyList<RelayInfo> Relays { get; init; } = [];

    /// <summary>Where clients should ask for the server the next time, at most three.</summary>
    public IReadOnlyList<PeerAddress> RelayAddresses { get; init; } = [];

    /// <summary>The server's own relay for the connection, already chosen if several are known; null for none.</summary>
    public PublicKey? RelayThrough { get; init; }

    /// <summary>Whether the client is told our local addresses (shareLocalAddress).</summary>
    public bool ShareLocalAddress { get; init; } = true;

    /// <summary>Whether holes are punched at all; false is the reference's <c>holepunch: false</c>.</summary>
    public bool MayPunch { get; init; } = true;

    /// <summary>Whether the socket may serve for further connections to the same peer (reusableSocket).</summary>
    public bool IsReusable { get; init; }

    /// <summary>
    /// Asked before a hole is punched, with the firewalls of the remote and the local end and the addresses of the remote and the local
    /// end; false forbids it. Null allows it always (holepunch).
    /// </summary>
    public Func<FirewallKind, FirewallKind, IReadOnlyList<PeerAddress>, IReadOnlyList<PeerAddress>, bool>? Holepunch { get; init; }
}
