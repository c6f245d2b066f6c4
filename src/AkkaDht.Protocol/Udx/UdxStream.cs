namespace AkkaDht.Protocol.Udx;

/// <summary>
/// One end of a stream: reliable ordered bytes both ways, and unordered messages beside them, over datagrams that may be lost
/// (05-udx.md). Packets go in with <see cref="HandlePacket"/> and come out of <see cref="TryTakeTransmit"/>; after each input the
/// caller takes everything that there is to take. Numbers count packets, one for each with data or an end.
/// </summary>
public sealed partial class UdxStream
{
    /// <summary>No packet is longer: the room that <see cref="TryTakeTransmit"/> needs.</summary>
    public const int MaxPacketLength = MtuSearch.MaxMtu;

    private readonly UdxSettings _settings;
    private readonly IStreamFirewall? _firewall;
    private StreamPath _path;
    private Events _events;
    private Counters _counters;

    /// <summary>An end that is not connected yet.</summary>
    /// <param name="localId">Its own id, unique among the streams of the node.</param>
    /// <param name="settings">Limits and times.</param>
    /// <param name="firewall">Decides about packets that come before it is connected; null denies them all.</param>
    /// <param name="firstNumber">The number of its first packet; the other end must expect it.</param>
    /// <param name="firstRemoteNumber">The number of the other end's first packet.</param>
    public UdxStream(StreamId localId, UdxSettings settings, IStreamFirewall? firewall = null, uint firstNumber = 0, uint firstRemoteNumber = 0)
    {
        LocalId = localId;
        _settings = settings;
        _firewall = firewall;
        _sent = new SentPackets(firstNumber);
        _oldPathEndsAt = _tailProbeEnd = firstNumber;
        _rackEnd = _highestAcked = firstNumber;
        _expected = _nextRead = firstRemoteNumber;
        _windowNumber = firstRemoteNumber;
        _windowAck = firstNumber;
        _windowBytes = settings.ReceiveWindowBytes;
        _advertisedBytes = (uint)_windowBytes;
        _early = new ReorderBuffer(settings.MaxReorderedPackets);
        _remoteWindowBytes = (uint)UdxSettings.Default.ReceiveWindowBytes;
    }

    /// <summary>The id that packets for this end carry.</summary>
    public StreamId LocalId { get; }

    /// <summary>Whether it knows where the other end is.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>How it ended; <see cref="StreamEnd.None"/> while it has not.</summary>
    public StreamEnd End { get; private set; }

    /// <summary>Whether it is over: packets are ignored, nothing more is written.</summary>
    public bool IsClosed => End != StreamEnd.None;

    /// <summary>Where its packets go. Meaningful once it is connected.</summary>
    public StreamPath Path => _path;

    /// <summary>A snapshot of what it has counted and measured.</summary>
    public UdxStats Stats => new()
    {
        PacketsSent = _counters.PacketsSent,
        BytesSent = _counters.BytesSent,
        PacketsReceived = _counters.PacketsReceived,
        BytesReceived = _counters.BytesReceived,
        Retransmits = _counters.Retransmits,
        Timeouts = _counters.Timeouts,
        FastRecoveries = _counters.FastRecoveries,
        Denied = _counters.Denied,
        Dropped = _counters.Dropped,
        InFlightPackets = _sent.InFlight,
        CongestionWindowPackets = _bbr.Window,
        RoundTripTime = _rtt.Smoothed,
        Mtu = _mtu.Mtu,
        BandwidthBytesPerSecond = (long)(_bbr.Bandwidth * TimeSpan.TicksPerSecond * _mtu.MaxPayload),
    };

    /// <summary>When <see cref="HandleTimeout"/> is due.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>
    /// Connects to the other end. Sends nothing by itself, save an acknowledgement of what the firewall has let in before; nothing
    /// of the other end need have arrived.
    /// </summary>
    public void Connect(Instant now, StreamPath path)
    {
        Invariant.That(!IsConnected && !IsClosed, "a stream is connected once");
        IsConnected = true;
        _path = path;
        _mtu = new MtuSearch(path.LinkMtu);
        _acksOwed = Math.Min(_acksOwed, 1);
        ArmKeepAlive(now);
        Schedule(now);
    }

    /// <summary>
    /// Packets go elsewhere from now on; those sent before are repeated where they went first (05-udx.md A12). Ends with
    /// <see cref="StreamEvent.RemoteChanged"/>; false while an earlier change has not ended, or when it is not connected.
    /// </summary>
    public bool ChangeRemote(Instant now, StreamPath path)
    {
        if (!IsConnected || IsClosed || _isChangingRemote) return false;

        _oldPath = _path;
        _oldPathEndsAt = _sent.Next;
        _isChangingRemote = true;
        _path = path;
        _mtu = new MtuSearch(path.LinkMtu);

        // A packet is never cut anew: one that the new path does not carry would be sent for nothing again and again.
        _room = Math.Min(_room, _mtu.MaxPayload);
        EndChangeOfRemoteIfAcked();
        Schedule(now);
        return true;
    }

    /// <summary>Takes what has happened, one thing at a time.</summary>
    public bool TryTakeEvent(out StreamEvent streamEvent)
    {
        for (streamEvent = StreamEvent.RemoteEnded; streamEvent <= StreamEvent.Closed; streamEvent++)
        {
            var bit = (Events)(1 << (int)streamEvent);
            if ((_events & bit) == 0) continue;

            _events &= ~bit;
            return true;
        }

        return false;
    }

    /// <summary>Gives the stream up: the other end is told once, what is not acknowledged is thrown away.</summary>
    public void Destroy(Instant now)
    {
        if (IsClosed) return;

        _owesDestroy = IsConnected;
        Close(StreamEnd.Destroyed);
    }

    private void Close(StreamEnd end)
    {
        End = end;
        _sendBuffer.Clear();
        _sent.Clear();
        _sacked.Clear();
        _early.Clear();
        _messages.Clear();
        _nextRead = _expected;
        _acksOwed = 0;
        _hasDirect = false;
        _owesHeartbeat = false;
        NextDeadline = Instant.Never;
        Raise(StreamEvent.Closed);
    }

    private void CloseIfBothEnded()
    {
        if (_hasReportedRemoteEnd && _isOwnEndAcked && !IsClosed) Close(StreamEnd.Finished);
    }

    private void Raise(StreamEvent streamEvent) => _events |= (Events)(1 << (int)streamEvent);

    /// <summary>The events that wait, bit by bit as <see cref="StreamEvent"/> numbers them.</summary>
    [Flags]
    private enum Events : byte
    {
        None = 0,
    }

    private struct Counters
    {
        public long PacketsSent;
        public long BytesSent;
        public long PacketsReceived;
        public long BytesReceived;
        public long Retransmits;
        public long Timeouts;
        public long FastRecoveries;
        public long Denied;
        public long Dropped;
    }
}
