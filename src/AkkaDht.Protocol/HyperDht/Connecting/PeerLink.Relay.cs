using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>
/// The relay that carries the stream until there is a direct path, and the change from the one to the other (03-hyperdht.md §12).
/// Whoever dials it is the shell; when, and when it can go, is decided here. Reference: hyperdht <c>lib/relay-connection.js</c>.
/// </content>
public abstract partial class PeerLink
{
    private RelayState _relay;
    private PeerRoute? _relayPath;
    private Instant _relayDeadline = Instant.Never;

    /// <summary>
    /// The connection to the relay is open, and nothing has been said to it yet: packets for our stream from <paramref name="relayAddress"/>
    /// on <paramref name="socket"/> are the relay's from now on, and no sign of a direct path.
    /// </summary>
    public void HandleRelayReached(Instant now, SocketRole socket, PeerAddress relayAddress)
    {
        if (_relay == RelayState.Dialling) _relayPath = new PeerRoute(socket, relayAddress);
    }

    /// <summary>
    /// The relay has joined both ends: <paramref name="remoteId"/> is the stream there, <paramref name="relayAddress"/> where it is as seen
    /// from <paramref name="socket"/>.
    /// </summary>
    public void HandleRelayPaired(Instant now, SocketRole socket, PeerAddress relayAddress, StreamId remoteId)
    {
        if (_relay != RelayState.Dialling) return;

        _relay = RelayState.Paired;
        _relayPath = new PeerRoute(socket, relayAddress);
        _relayDeadline = Instant.Never;
        _ways &= ~(Ways.Relay | Ways.Passive);
        Counts.RelaySuccesses++;
        Connect(socket, relayAddress, remoteId);
        Relayed(now);
    }

    /// <summary>The relay could not be reached, did not join the ends, or its connection has ended.</summary>
    public void HandleRelayFailed(Instant now)
    {
        if (_relay == RelayState.None) return;

        EndRelay(now);
    }

    /// <summary>All that the stream sent before <see cref="PeerAction.ChangePath"/> is acknowledged.</summary>
    public void HandlePathChanged(Instant now)
    {
        if (_relay != RelayState.Changing) return;

        _relay = RelayState.Confirming;
        _relayDeadline = now + Settings.UpgradeTimeout;
    }

    /// <summary>
    /// A packet of the stream arrived by the direct path, the first one since <see cref="HandlePathChanged"/>: the peer has changed over
    /// too, and the relay can go.
    /// </summary>
    public void HandleDirectPacket(Instant now)
    {
        if (_relay == RelayState.Confirming) EndUpgrade(now);
    }

    /// <summary>
    /// A packet for our stream arrived before the stream has a path, or from elsewhere than its present path. Told again for every
    /// such packet, or at least for the first one of each address and socket.
    /// </summary>
    public void HandleKnock(Instant now, SocketRole socket, PeerAddress from)
    {
        if (IsOver || from.Port == 0 || new PeerRoute(socket, from) == _relayPath) return;

        if (_keys is null) KnockedEarly(socket, from);
        else TakePath(now, socket, from);
    }

    /// <summary>A packet of the peer came before its answer to the handshake.</summary>
    private protected abstract void KnockedEarly(SocketRole socket, PeerAddress from);

    /// <summary>The stream goes by a relay now; a direct path may still be found.</summary>
    private protected abstract void Relayed(Instant now);

    /// <summary>The relay has been hung up, and with it the last thing that a direct stream needed.</summary>
    private protected abstract void Upgraded(Instant now);

    /// <summary>Reaches for the relay of the server if it has one, else for the client's; whose it is pairs as the initiator.</summary>
    private protected void Dial(Instant now, RelayOffer? own, RelayOffer? remote, bool prefersOwn)
    {
        var isOwn = own is not null && (prefersOwn || remote is null);
        if ((isOwn ? own : remote) is not { } offer) return;

        _relay = RelayState.Dialling;
        _relayDeadline = now + Settings.RelayTimeout;
        OpenWay(Ways.Relay);
        Counts.RelayAttempts++;
        Want(new PeerAction.DialRelay(offer.Relay, offer.Token, isOwn));
    }

    private void BeginUpgrade()
    {
        Counts.Upgrades++;
        if (_relay == RelayState.Paired) _relay = RelayState.Changing;
    }

    private void EndUpgrade(Instant now)
    {
        HangUp();
        Upgraded(now);
    }

    private void RelayTimedOut(Instant now)
    {
        if (_relay == RelayState.Confirming)
        {
            EndUpgrade(now);
            return;
        }

        Want(new PeerAction.HangUpRelay());
        EndRelay(now);
    }

    private void EndRelay(Instant now)
    {
        var was = _relay;
        (_relay, _relayDeadline) = (RelayState.None, Instant.Never);
        switch (was)
        {
            case RelayState.Dialling:
                Counts.RelayAborts++;
                GiveUp(now, Ways.Relay, ConnectError.RelayAborted);
                break;
            case RelayState.Paired:
                GiveUp(now, Ways.None, ConnectError.RelayAborted);
                break;
            default:
                Upgraded(now);
                break;
        }
    }

    private void HangUp()
    {
        if (_relay == RelayState.None) return;

        if (_relay == RelayState.Dialling) Counts.RelayAborts++;
        (_relay, _relayDeadline) = (RelayState.None, Instant.Never);
        Want(new PeerAction.HangUpRelay());
    }

    private enum RelayState
    {
        /// <summary>There is none, or none any more.</summary>
        None,

        /// <summary>It is being reached, and is to join the ends.</summary>
        Dialling,

        /// <summary>It carries the stream.</summary>
        Paired,

        /// <summary>The stream has changed over; what went by the relay is not acknowledged yet.</summary>
        Changing,

        /// <summary>It is; a packet is waited for that shows that the peer has changed over as well.</summary>
        Confirming,
    }
}
