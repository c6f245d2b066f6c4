using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>
/// What the two ends of a connection that comes about have in common, a client's <see cref="ConnectAttempt"/> and a server's
/// <see cref="ServerSession"/>: one stream that wants a path, and the ways to one (a hole punch, a relay, the peer's own first
/// packet). It owns no socket, stream or timer and names them in <see cref="PeerAction"/>s; whatever happens, it is over at its
/// deadline at the latest, or once the stream is closed that a relay carries, and has then given everything back.
/// </summary>
public abstract partial class PeerLink
{
    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextDeadline => Instant.Never;

    /// <summary>How far it has come.</summary>
    public ConnectStage Stage { get; private protected set; }

    /// <summary>Whether the stream has a path, direct or by a relay.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether the stream's path is a relay's.</summary>
    public bool IsRelayed { get; private set; }

    /// <summary>Whether <see cref="PeerAction.Finished"/> has been said; inputs are then taken and mean nothing.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What it has done so far.</summary>
    public ConnectStats Stats { get; private set; }

    /// <summary>Takes the next thing to do.</summary>
    public bool TryTakeAction([NotNullWhen(true)] out PeerAction? action) { action = null; return false; }

    /// <summary>A request has ended: with what came back, or with null when nothing did or it was cancelled.</summary>
    public void HandleReply(Instant now, long tag, Reply? reply) { }

    /// <summary>
    /// A socket was opened, or could not be (null). <paramref name="recentNodes"/> are nodes that were heard lately, the latest first
    /// (as many as there are up to 32), by which its NAT is found out.
    /// </summary>
    public void HandleSocket(Instant now, SocketRole? socket, IReadOnlyList<PeerAddress> recentNodes) { }

    /// <summary>A probe of one byte arrived on a pool socket of ours.</summary>
    public void HandleProbe(Instant now, SocketRole socket, PeerAddress from) { }

    /// <summary>
    /// A packet for our stream arrived before the stream has a path, or from elsewhere than its present path. Told again for every
    /// such packet, or at least for the first one of each address and socket.
    /// </summary>
    public void HandleKnock(Instant now, SocketRole socket, PeerAddress from) { }

    /// <summary>The relay has joined both ends: <paramref name="remoteId"/> is the stream there, <paramref name="relayAddress"/> where it is as seen from <paramref name="socket"/>.</summary>
    public void HandleRelayPaired(Instant now, SocketRole socket, PeerAddress relayAddress, Udx.StreamId remoteId) { }

    /// <summary>The relay could not be reached, did not join the ends, or its connection has ended.</summary>
    public void HandleRelayFailed(Instant now) { }

    /// <summary>All that the stream sent before <see cref="PeerAction.ChangePath"/> is acknowledged.</summary>
    public void HandlePathChanged(Instant now) { }

    /// <summary>
    /// A packet of the stream arrived by the direct path, the first one since <see cref="HandlePathChanged"/>: the peer has changed over
    /// too, and the relay can go.
    /// </summary>
    public void HandleDirectPacket(Instant now) { }

    /// <summary>The stream is closed, whatever the reason; nothing is wanted any more.</summary>
    public void HandleStreamClosed(Instant now) { }

    /// <summary>Does what is due at <paramref name="now"/>; too early does no harm.</summary>
    public void HandleTimeout(Instant now) { }

    /// <summary>
    /// Ends it where it stands. With a <paramref name="reason"/>, and while the stream has no path, <see cref="PeerAction.Failed"/> is said
    /// before <see cref="PeerAction.Finished"/>; without one whoever ends it knows why.
    /// </summary>
    public void Abort(Instant now, ConnectError? reason = null) { }
}
