using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Connections;

/// <summary>What somebody wants of a connection. What is not known yet, because ids travel out of band, is told later with <see cref="ConnectionMessages.Connect"/>.</summary>
public sealed record ConnectionSpec
{
    /// <summary>The peer to find and connect to by its public key, anew each time that the connection is opened; null when that is known or told otherwise.</summary>
    public PeerSpec? Peer { get; init; }

    /// <summary>Where the peer is; null to be told later.</summary>
    public StreamRoute? Route { get; init; }

    /// <summary>How both sides come to their keys; null to be told later.</summary>
    public KeyAgreement? Keys { get; init; }

    /// <summary>The id of this end; null for one by chance, which is what peers expect.</summary>
    public StreamId? LocalId { get; init; }

    /// <summary>Whether it is opened again, after a pause and with a new id, when it ends without its owner having wanted that.</summary>
    public bool IsLasting { get; init; }

    /// <summary>Silence after which an empty message is sent, zero for never; null for the node's setting.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>Silence of the peer after which it is given up; zero for never.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Bytes that the owner has room for at the start; null for the node's setting.</summary>
    public int? ReadAheadBytes { get; init; }

    /// <summary>
    /// The pool that has at most one connection to each peer (<see cref="DhtConnectionPool.Actor"/>): with <see cref="Peer"/>, this one ends as
    /// <see cref="Protocol.SecretStreams.EndKind.Duplicate"/> when there is one already. Null for none.
    /// </summary>
    public IActorRef? Pool { get; init; }

    /// <summary>With a pool and a peer that began: who this side is.</summary>
    internal PublicKey? OwnKey { get; init; }

    /// <summary>With an owner that awaits on somebody's behalf: what he gets when the connection has its id.</summary>
    internal Task<DhtConnection>? Handle { get; init; }

    /// <summary>Who finds the way to the peer on behalf of the node: told <see cref="ConnectionMessages.Reserved"/> and <see cref="ConnectionMessages.Knocked"/>.</summary>
    internal IActorRef? Guide { get; init; }

    /// <summary>Whether a socket of the pool that it uses may serve another connection soon.</summary>
    internal bool IsReusable { get; init; }

    /// <summary>Whether the peer began it: its owner hears nothing of it before there is a way to the peer.</summary>
    internal bool IsIncoming { get; init; }

    /// <summary>Who is told what happens, and whose end is the connection's; null for the sender of <see cref="ConnectionMessages.Open"/>.</summary>
    public IActorRef? Owner { get; init; }
}

/// <summary>Where the other end of a stream is.</summary>
/// <param name="RemoteId">Its id.</param>
/// <param name="Address">Its address; null for whoever sends the first packet.</param>
/// <param name="Socket">The socket that packets leave on; of no meaning without an address.</param>
/// <param name="LinkMtu">The longest IP packet in bytes that the first link of the route carries.</param>
public sealed record StreamRoute(StreamId RemoteId, PeerAddress? Address, SocketRole Socket = default, int LinkMtu = 1500);
