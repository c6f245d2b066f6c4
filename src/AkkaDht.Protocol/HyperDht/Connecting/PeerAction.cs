using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>
/// What a <see cref="PeerLink"/> wants done, in this order. <see cref="Finished"/> is the last of each: by then everything has been given back
/// or given up by the actions before. Only a socket that was still being opened comes too late for that, and is released when it comes.
/// </summary>
public abstract record PeerAction
{
    private PeerAction() { }

    /// <summary>Make a request; <see cref="PeerLink.HandleReply"/> follows exactly once, with null when none came.</summary>
    /// <param name="Tag">Names the request towards the machine.</param>
    /// <param name="Spec">The request; it names its socket.</param>
    public sealed record Ask(long Tag, RequestSpec Spec) : PeerAction;

    /// <summary>Nobody is interested in the requests made so far; each still ends with <see cref="PeerLink.HandleReply"/> and null, soon.</summary>
    public sealed record CancelAsks : PeerAction;

    /// <summary>
    /// Walk towards <paramref name="Target"/> with FIND_PEER; <see cref="ConnectAttempt.HandleFound"/> follows for each reply that has
    /// the record of a peer, and <see cref="ConnectAttempt.HandleFindEnded"/> once at the end.
    /// </summary>
    /// <param name="Target">The server's target.</param>
    /// <param name="Seeds">Where to begin, beside the own table; may be empty.</param>
    /// <param name="Retries">Retransmissions of each request.</param>
    public sealed record FindPeer(NodeId Target, IReadOnlyList<PeerAddress> Seeds, int Retries) : PeerAction;

    /// <summary>The walk is of no interest any more; nothing more needs to be told of it.</summary>
    public sealed record StopFinding : PeerAction;

    /// <summary>Open a socket of the pool; <see cref="PeerLink.HandleSocket"/> answers each, in order. What it receives is told from then on.</summary>
    public sealed record OpenSocket : PeerAction;

    /// <summary>
    /// The machine needs a pool socket no more. When the same drain holds a <see cref="Connect"/> or <see cref="ChangePath"/> that names
    /// it, that came before, and the connection must hold the socket before this lets it go.
    /// </summary>
    public sealed record ReleaseSocket(SocketRole Socket) : PeerAction;

    /// <summary>Send a probe: one byte of zero.</summary>
    /// <param name="Socket">The socket that it leaves from.</param>
    /// <param name="To">Where it goes.</param>
    /// <param name="Ttl">Time to live in hops.</param>
    public sealed record Probe(SocketRole Socket, PeerAddress To, byte Ttl) : PeerAction;

    /// <summary>
    /// The stream has its first path: connect it, with the keys that are the connection's own from now on. Packets that arrived for
    /// the stream before are good. At most once.
    /// </summary>
    /// <param name="Socket">The socket that packets leave from.</param>
    /// <param name="To">The peer, or the relay.</param>
    /// <param name="RemoteId">The stream there.</param>
    /// <param name="Keys">What was agreed in the handshake.</param>
    public sealed record Connect(SocketRole Socket, PeerAddress To, StreamId RemoteId, HandshakeResult Keys) : PeerAction;

    /// <summary>
    /// The stream, which goes by a relay, has a direct path: change over. <see cref="PeerLink.HandlePathChanged"/> follows once all that went
    /// by the relay is acknowledged; the connection then sends an empty message, by which the peer sees the path too. At most once.
    /// </summary>
    /// <param name="Socket">The socket that packets leave from.</param>
    /// <param name="To">The peer.</param>
    /// <param name="RemoteId">The stream there.</param>
    public sealed record ChangePath(SocketRole Socket, PeerAddress To, StreamId RemoteId) : PeerAction;

    /// <summary>
    /// Connect to the relay with the node's own key pair and have our stream paired: <see cref="PeerLink.HandleRelayReached"/> once the
    /// connection is open and before anything is said on it, then <see cref="PeerLink.HandleRelayPaired"/>;
    /// <see cref="PeerLink.HandleRelayFailed"/> whenever the connection does not come about or ends. At most once.
    /// </summary>
    /// <param name="Relay">The relay's key.</param>
    /// <param name="Token">What both ends show it.</param>
    /// <param name="IsInitiator">Which of the two ends of the pair we are.</param>
    public sealed record DialRelay(PublicKey Relay, SecretToken Token, bool IsInitiator) : PeerAction;

    /// <summary>The relay is not needed any more, dialled or paired as it may be: end the connection to it.</summary>
    public sealed record HangUpRelay : PeerAction;

    /// <summary>Answer a handshake, with the bytes of our message.</summary>
    /// <param name="Request">The number that <see cref="ServerSession.HandleHandshake"/> was given.</param>
    /// <param name="Noise">The second message of the handshake, the same for all its copies.</param>
    /// <param name="Socket">The socket that the answer leaves from; null for the one that the request came in on.</param>
    public sealed record AnswerHandshake(long Request, ReadOnlyMemory<byte> Noise, SocketRole? Socket) : PeerAction;

    /// <summary>Answer a message about a hole punch.</summary>
    /// <param name="Request">The number that <see cref="ServerSession.HandleHolepunch"/> was given.</param>
    /// <param name="Payload">The sealed answer.</param>
    /// <param name="Socket">The socket that the answer leaves from.</param>
    public sealed record AnswerHolepunch(long Request, ReadOnlyMemory<byte> Payload, SocketRole? Socket) : PeerAction;

    /// <summary>Leave a request unanswered.</summary>
    public sealed record Ignore(long Request) : PeerAction;

    /// <summary>Remember the nodes by which this server is reached (<see cref="RelayAddressCache"/>).</summary>
    public sealed record RememberRelays(PublicKey Remote, IReadOnlyList<PeerAddress> Relays) : PeerAction;

    /// <summary>Both sides let the socket serve for further connections: remember the way while it is open (<see cref="ReusableRoutes"/>).</summary>
    public sealed record RememberRoute(PublicKey Remote, SocketRole Socket, PeerAddress Address) : PeerAction;

    /// <summary>No connection comes about: the stream that was reserved for it ends with this. Never after <see cref="Connect"/>.</summary>
    public sealed record Failed(ConnectFailure Failure) : PeerAction;

    /// <summary>The machine is over and wants nothing more. Always the last, once.</summary>
    public sealed record Finished : PeerAction;
}
