using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>
/// A server's side of one handshake (03-hyperdht.md §9): reads the client's message, answers every copy of it with the same bytes, agrees on
/// a hole punch, and brings the stream onto a path. The machine of one <c>SessionActor</c>. Whoever owns it knows sessions by the
/// bytes of the first message, and calls in this order: <see cref="TryRead"/>, then asks whether this client may come in;
/// <see cref="HandleHandshake"/> for the first copy of the message and each further one, whenever they come;
/// <see cref="HandleAdmitted"/> or <see cref="PeerLink.Abort"/>. Reference: hyperdht <c>lib/server.js</c>.
/// </summary>
public sealed partial class ServerSession : PeerLink
{
    /// <summary>A session of the server with <paramref name="keyPair"/>; <paramref name="gate"/> is the node's.</summary>
    public ServerSession(ICryptoSuite crypto, IRandomSource random, ConnectSettings settings, KeyPair keyPair, RandomPunchGate gate)
    {
    }

    /// <summary>Who the client is, once its message is read.</summary>
    public PublicKey RemoteKey => default;

    /// <summary>What the client says, once its message is read.</summary>
    public NoisePayload Payload => throw new InvalidOperationException();

    /// <summary>Where the client is: as the node between sees it, or where the request came from.</summary>
    public PeerAddress ClientAddress => default;

    /// <summary>Whether the client speaks our version and has a stream, so that one must be reserved for it; else it is answered with an error.</summary>
    public bool WantsStream => false;

    /// <summary>
    /// Reads the client's message, by the first request that brought it; the most expensive thing that a stranger can have done, so bounds
    /// come before it. False when it is none for this server: the session is over then, and the request is to be ignored.
    /// </summary>
    public bool TryRead(Instant now, HandshakeMessage message, IncomingRequest request, [NotNullWhen(true)] out NoisePayload? payload)
    {
        payload = null;
        return false;
    }

    /// <summary>A request brought the message, for the first time or again; it is answered or ignored by an action, once it is known how.</summary>
    /// <param name="now">The time.</param>
    /// <param name="request">Names the request in the action; any number that its owner likes.</param>
    public void HandleHandshake(Instant now, long request) { }

    /// <summary>The client may come in; its deadline counts from here. Once.</summary>
    public void HandleAdmitted(Instant now, SessionAdmission admission) { }

    /// <summary>A request about the hole punch of this session came by a node between; it is answered or ignored by an action.</summary>
    /// <param name="now">The time.</param>
    /// <param name="request">Names the request in the action; any number that its owner likes.</param>
    /// <param name="isServerRelay">Whether the node it came by is one of those at which this server is announced now, or was in the two rounds before.</param>
    /// <param name="message">The message; it names the client's address.</param>
    /// <param name="data">The request itself: the node it came by, our address as that node sees it, and the socket it came in on.</param>
    public void HandleHolepunch(Instant now, long request, bool isServerRelay, HolepunchMessage message, IncomingRequest data) { }
}
