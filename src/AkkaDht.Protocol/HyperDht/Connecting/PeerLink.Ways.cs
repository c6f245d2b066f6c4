using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>The ways to a path that are still open, and the path itself once one of them leads there: the first call wins (03-hyperdht.md §8.15).</content>
public abstract partial class PeerLink
{
    private HandshakeResult? _keys;
    private StreamId _remoteId;
    private Ways _ways;

    // The stream is closed, or was given up: it takes no path any more.
    private bool _isGone;

    /// <summary>Whether the stream has a path, direct or by a relay.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether a direct path was found; <see cref="PeerAction.Connect"/> or <see cref="PeerAction.ChangePath"/> has named it.</summary>
    public bool IsDirect { get; private set; }

    /// <summary>Whether a connection to a relay is dialled, or carries the stream, or has not been hung up yet.</summary>
    public bool HasRelay => _relay != RelayState.None;

    /// <summary>The stream is closed, whatever the reason; nothing is wanted any more.</summary>
    public void HandleStreamClosed(Instant now)
    {
        if (IsOver) return;

        _isGone = true;
        _deadline = Instant.Never;
        EndPunch(now);
        HangUp();
        StreamClosed(now);
    }

    /// <summary>What is known when there is no way left, or no time.</summary>
    private protected abstract ConnectFailure Failure(ConnectError error);

    /// <summary>The stream has its direct path, its first one or after a relay's.</summary>
    private protected abstract void PathTaken(Instant now, PeerRoute route, bool isFirst);

    /// <summary>No way is left; if the stream has no path by now, that has been said.</summary>
    private protected abstract void NothingLeft(Instant now);

    /// <summary>The stream is closed; all that it had has been given back.</summary>
    private protected abstract void StreamClosed(Instant now);

    private protected void SetKeys(HandshakeResult keys, ulong remoteId) => (_keys, _remoteId) = (keys, new StreamId((uint)remoteId));

    private protected void OpenWay(Ways way) => _ways |= way;

    /// <summary>The way is a dead end; with the last one, so is all of it.</summary>
    private protected void GiveUp(Instant now, Ways way, ConnectError error)
    {
        if (IsOver || IsDirect || _isGone) return;

        _ways &= ~way;
        if (way == Ways.Punch) EndPunch(now);
        if (IsConnected)
        {
            // What a relay carries stays there, and still takes a packet that comes directly, as long as the relay is there.
            Stage = ConnectStage.Connecting;
            if (_ways == Ways.None && !HasRelay) NothingLeft(now);
        }
        else if (_ways == Ways.None)
        {
            Fail(now, error);
        }
        else if (_ways == Ways.Relay)
        {
            Stage = ConnectStage.Relaying;
        }
    }

    private protected void Fail(Instant now, ConnectError error)
    {
        if (IsOver || IsConnected || _isGone) return;

        _ways = Ways.None;
        SayFailed(error);
        EndPunch(now);
        HangUp();
        EndDeadline();
        NothingLeft(now);
    }

    /// <summary>The direct path: the stream takes it if it has none yet, whatever found it. Reference: onsocket.</summary>
    private protected void TakePath(Instant now, SocketRole socket, PeerAddress to)
    {
        if (IsOver || IsDirect || _isGone || to.Port == 0) return;

        IsDirect = true;
        var isFirst = !IsConnected;
        if (isFirst)
        {
            Connect(socket, to, _remoteId);
            HangUp();
        }
        else
        {
            Want(new PeerAction.ChangePath(socket, to, _remoteId));
            BeginUpgrade();
        }

        Stage = ConnectStage.Connecting;
        EndDeadline();
        EndPunch(now);
        PathTaken(now, new PeerRoute(socket, to), isFirst);
    }

    private void Connect(SocketRole socket, PeerAddress to, StreamId remoteId)
    {
        Invariant.That(_keys is not null, "A path is taken after the handshake.");
        IsConnected = true;
        Want(new PeerAction.Connect(socket, to, remoteId, _keys));
    }

    private void SayFailed(ConnectError error)
    {
        if (IsConnected || _isGone) return;

        _isGone = true;
        Want(new PeerAction.Failed(Failure(error)));
    }

    // Keys that no connection was given are nobody's.
    private void ForgetKeys()
    {
        if (!IsConnected) _keys?.Clear();
        _keys = null;
    }

    /// <summary>The ways to a path.</summary>
    [Flags]
    private protected enum Ways
    {
        None = 0,

        /// <summary>A hole is being punched.</summary>
        Punch = 1,

        /// <summary>An address of the peer in our own network is being tried.</summary>
        Lan = 2,

        /// <summary>A relay is being reached.</summary>
        Relay = 4,

        /// <summary>The peer can reach us, and is waited for.</summary>
        Passive = 8,
    }
}
