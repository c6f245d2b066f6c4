using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.SecretStreams;

/// <summary>
/// One connection as one machine: a <see cref="SecretStream"/> whose frames a <see cref="UdxStream"/> carries. Packets become
/// messages here and messages packets; what the reader has not taken closes the window of the carrier, and so holds the peer back.
/// </summary>
public sealed partial class EncryptedStream
{
    private readonly UdxStream _carrier;
    private readonly SecretStream _secret;
    private readonly Gate _gate;
    private Happenings _happened;
    private long _heldBytes;
    private bool _isOpen;
    private bool _hasEnded;
    private bool _wantsEnd;

    /// <summary>A connection that does not know yet where its peer is: <see cref="Connect"/> or <see cref="Accept"/> follows.</summary>
    /// <param name="localId">Its own stream id, unique among the streams of the node.</param>
    /// <param name="settings">Limits and times of the carrier.</param>
    /// <param name="secret">Agrees on keys, or has been given them; it is this machine's from now on.</param>
    public EncryptedStream(StreamId localId, UdxSettings settings, SecretStream secret)
    {
        _gate = new Gate();
        _carrier = new UdxStream(localId, settings, _gate);
        _secret = secret;
    }

    /// <summary>The id that packets for this end carry.</summary>
    public StreamId LocalId => _carrier.LocalId;

    /// <summary>Whether it knows where its peer is.</summary>
    public bool IsConnected => _carrier.IsConnected;

    /// <summary>Where its packets go. Meaningful once it is connected.</summary>
    public StreamPath Path => _carrier.Path;

    /// <summary>The keys that were agreed on. Meaningful once it is open.</summary>
    public SecretStream Secret => _secret;

    /// <summary>How it ended; null while it has not.</summary>
    public EndReason? End { get; private set; }

    /// <summary>Whether messages may be written.</summary>
    public bool IsOpen => _isOpen && !_wantsEnd && End is null;

    /// <summary>Whether a writer may go on; one that writes more holds the memory for it.</summary>
    public bool IsWritable => IsOpen && _carrier.IsWritable;

    /// <summary>Bytes of the carrier that have been written, frames and all.</summary>
    public long WrittenBytes => _carrier.WrittenBytes;

    /// <summary>How many of those the peer has acknowledged; of no meaning after an end that is not clean.</summary>
    public long AcknowledgedBytes => _carrier.AcknowledgedBytes;

    /// <summary>Bytes written that are not acknowledged yet.</summary>
    public long QueuedBytes => _carrier.QueuedBytes;

    /// <summary>Bytes received that nobody has taken yet, as they hold the peer back.</summary>
    public long UnreadBytes => _secret.BufferedBytes;

    /// <summary>What the carrier has counted and measured.</summary>
    public UdxStats CarrierStats => _carrier.Stats;

    /// <summary>When <see cref="HandleTimeout"/> is due.</summary>
    public Instant NextDeadline => End is null ? Instant.Min(_carrier.NextDeadline, _secret.NextDeadline) : Instant.Never;

    /// <summary>The peer is at <paramref name="path"/>; nothing need have arrived from it.</summary>
    public void Connect(Instant now, StreamPath path)
    {
        if (End is not null) return;

        _carrier.Connect(now, path);
        Settle(now);
    }

    /// <summary>The peer, whose stream is <paramref name="remoteId"/>, is wherever the first packet comes from (05-udx.md A9).</summary>
    public void Accept(StreamId remoteId, int linkMtu) => _gate.Open(remoteId, linkMtu);

    /// <summary>Packets go elsewhere from now on; false while an earlier change has not ended, or when it is not connected.</summary>
    public bool ChangeRemote(Instant now, StreamPath path)
    {
        var isChanging = _carrier.ChangeRemote(now, path);
        Settle(now);
        return isChanging;
    }

    /// <summary>Sends an empty message after this much time without a write; zero for never.</summary>
    public void SetKeepAlive(Instant now, TimeSpan interval) => _secret.SetKeepAlive(now, interval);

    /// <summary>A packet has arrived. Its memory is the caller's again when this returns.</summary>
    public void HandlePacket(Instant now, SocketRole socket, PeerAddress from, ReadOnlyMemory<byte> packet)
    {
        if (End is not null) return;

        _carrier.HandlePacket(now, socket, from, packet);
        while (_carrier.TryRead(out var bytes)) _secret.HandleBytes(now, bytes.Span);
        if (_carrier.TryTakeMessage(out var datagram)) KeepDatagram(datagram.Span);
        Settle(now);
    }

    /// <summary>Time has passed: call it at <see cref="NextDeadline"/>; too early does no harm.</summary>
    public void HandleTimeout(Instant now)
    {
        if (End is not null) return;

        _carrier.HandleTimeout(now);
        _secret.HandleTimeout(now);
        Settle(now);
    }

    /// <summary>Takes the next message, in order; it is the caller's until it is returned.</summary>
    public bool TryTakeMessage(Instant now, out ReceivedMessage message)
    {
        if (!_secret.TryTakeMessage(out message)) return false;

        FollowReader(now);
        return true;
    }

    /// <summary>Takes what has happened, one thing at a time.</summary>
    public bool TryTakeEvent(out EncryptedStreamEvent happened)
    {
        for (happened = EncryptedStreamEvent.Opened; happened <= EncryptedStreamEvent.Closed; happened++)
        {
            var bit = (Happenings)(1 << (int)happened);
            if ((_happened & bit) == 0 || IsWithheld(happened)) continue;

            _happened &= ~bit;
            return true;
        }

        return false;
    }

    /// <summary>
    /// Gives the connection up, for <paramref name="reason"/>; the peer is told once. That is so also after an end that both sides
    /// wanted, as long as it waits for messages to be taken.
    /// </summary>
    public void Abort(Instant now, EndReason reason)
    {
        if (End is not null && !IsWithheld(EncryptedStreamEvent.Closed)) return;

        _carrier.Destroy(now);
        Close(reason);
    }

    // A message is taken while any is left, also after an end that both sides wanted.
    private bool IsWithheld(EncryptedStreamEvent happened) =>
        _secret.HasMessage && (happened == EncryptedStreamEvent.RemoteEnded || (happened == EncryptedStreamEvent.Closed && End is { IsClean: true }));

    // What came in may have changed anything: frames to be sent, keys, failures, the window, the end.
    private void Settle(Instant now)
    {
        // Also what is to be sent may fail: it is then that a key of the peer proves to be none.
        if (IsConnected && End is null) SendControl(now);
        if (_secret.Failure is { } failure) Abort(now, ReasonOf(failure));
        if (End is not null) return;

        if (!_isOpen && IsConnected && _secret.IsOpen) Open();
        if (_wantsEnd && !_hasEnded && _isOpen) WriteEnd(now);
        FollowReader(now);
        TakeCarrierEvents();
    }

    // A frame that has not arrived whole cannot be taken: if it alone closed the window, it would never arrive.
    private void FollowReader(Instant now)
    {
        var held = _secret.HasMessage ? _secret.BufferedBytes : 0;
        if (held != _heldBytes) _carrier.SetUnread(now, _heldBytes = held);
    }

    private void Open()
    {
        _isOpen = true;
        Raise(EncryptedStreamEvent.Opened);
    }

    private void TakeCarrierEvents()
    {
        while (_carrier.TryTakeEvent(out var happened))
        {
            switch (happened)
            {
                case StreamEvent.RemoteEnded: HandleRemoteEnd(); break;
                case StreamEvent.RemoteChanged: Raise(EncryptedStreamEvent.RemoteChanged); break;
                case StreamEvent.Writable: Raise(EncryptedStreamEvent.Writable); break;
                case StreamEvent.Flushed: Raise(EncryptedStreamEvent.Flushed); break;
                case StreamEvent.Closed: Close(ReasonOf(_carrier.End)); break;
                default: throw new InvariantException("an event of the carrier is one of those");
            }
        }
    }

    private void HandleRemoteEnd()
    {
        _secret.HandleEnd();
        Raise(EncryptedStreamEvent.RemoteEnded);
    }

    private EndReason ReasonOf(StreamEnd end) => new(end switch
    {
        StreamEnd.Finished => _isOpen ? EndKind.Clean : EndKind.NotOpened,
        StreamEnd.Reset => EndKind.ResetByPeer,
        StreamEnd.TimedOut => EndKind.TimedOut,
        _ => EndKind.Aborted,
    });

    private EndReason ReasonOf(SecretStreamError failure) => failure switch
    {
        SecretStreamError.HandshakeFailed => new(EndKind.HandshakeFailed, _secret.HandshakeError),
        SecretStreamError.TimedOut => new(EndKind.Silent),
        _ => new(EndKind.ProtocolViolation, Violation: failure),
    };

    private void Close(EndReason reason)
    {
        End = reason;
        _secret.Erase();
        Raise(EncryptedStreamEvent.Closed);
    }

    private void Raise(EncryptedStreamEvent happened) => _happened |= (Happenings)(1 << (int)happened);

    /// <summary>The events that wait, bit by bit as <see cref="EncryptedStreamEvent"/> numbers them.</summary>
    [Flags]
    private enum Happenings : byte
    {
        None = 0,
    }

    /// <summary>Before it is connected the stream takes packets only if it accepts; afterwards the keys decide, not the address.</summary>
    private sealed class Gate : IStreamFirewall
    {
        private StreamId _remoteId;
        private int _linkMtu;
        private bool _isOpen;

        public void Open(StreamId remoteId, int linkMtu) => (_remoteId, _linkMtu, _isOpen) = (remoteId, linkMtu, true);

        public bool Admits(UdxStream stream, Instant now, SocketRole socket, PeerAddress from)
        {
            if (stream.IsConnected) return true;
            if (_isOpen) stream.Connect(now, new StreamPath(socket, from, _remoteId, _linkMtu));
            return _isOpen;
        }
    }
}
