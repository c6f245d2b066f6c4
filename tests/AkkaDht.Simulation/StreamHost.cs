using AkkaDht.Protocol;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Simulation;

/// <summary>
/// One end of a stream in a simulated network. Writes what it is told to of <see cref="Pattern"/>
/// as fast as the stream takes it, waiting for its word that there is room again, and reads as its <see cref="Reading"/> says, checking every byte.
/// </summary>
public sealed class StreamHost : NodeHost, IStreamFirewall
{
    private readonly StreamId _remoteId;
    private long _written;
    private long _toWrite;
    private bool _waitsForRoom;
    private bool _endsAfterWriting;
    private long _reported;

    /// <summary>Attaches an end to <paramref name="network"/>; the other end's id is <paramref name="remoteId"/>.</summary>
    public StreamHost(SimNetwork network, byte number, StreamId id, StreamId remoteId, UdxSettings settings) : base(network, number)
    {
        _remoteId = remoteId;
        Stream = new UdxStream(id, settings, this);
        Attach();
    }

    /// <summary>The machine.</summary>
    public UdxStream Stream { get; }

    /// <summary>Whether a packet that comes before it is connected makes it connect to the sender.</summary>
    public bool AcceptsAnybody { get; set; } = true;

    /// <summary>How it reads.</summary>
    public Reading Reading { get; set; } = Reading.Eager;

    /// <summary>Whether it ends its own half when the other has ended.</summary>
    public bool EndsWithRemote { get; set; }

    /// <summary>Bytes that have arrived in order.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>Bytes of these that the reader has dealt with.</summary>
    public long ReadBytes { get; private set; }

    /// <summary>Whether all bytes that arrived are those that were written.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>Unordered messages that arrived, as text of hex digits.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>What happened, in order.</summary>
    public List<StreamEvent> Happened { get; } = [];

    /// <inheritdoc/>
    public override Instant NextDeadline => Stream.NextDeadline;

    /// <summary>Connects to an address of the other end, from one of its own sockets.</summary>
    public void Connect(PeerAddress remote, SocketRole socket = default) => Turn(now => Stream.Connect(now, Path(remote, socket)));

    /// <summary>Sends elsewhere from now on, from one of its own sockets.</summary>
    public void ChangeRemote(PeerAddress remote, SocketRole socket = default) =>
        Turn(now => Invariant.That(Stream.ChangeRemote(now, Path(remote, socket)), "the stream can change its remote"));

    /// <summary>Writes so many bytes more, and then the end if so wished.</summary>
    public void Write(long bytes, bool andEnd = false) => Turn(_ =>
    {
        _toWrite += bytes;
        _endsAfterWriting |= andEnd;
    });

    /// <summary>Ends its half.</summary>
    public void End() => Write(0, andEnd: true);

    /// <summary>Gives the stream up.</summary>
    public void Destroy() => Turn(Stream.Destroy);

    /// <summary>Sends an unordered message.</summary>
    public void SendMessage(params byte[] message) => Turn(_ => Stream.TrySendMessage(message));

    /// <summary>Reads at most so many of the bytes that wait.</summary>
    public void ReadSome(long bytes) => Turn(now =>
    {
        ReadBytes = Math.Min(ReadBytes + bytes, ReceivedBytes);
        TellUnread(now);
    });

    /// <inheritdoc/>
    protected override void HandlePacket(Instant now, SocketRole socket, PeerAddress from, ReadOnlyMemory<byte> packet) =>
        Stream.HandlePacket(now, socket, from, packet);

    /// <inheritdoc/>
    protected override void HandleDeadline(Instant now) => Stream.HandleTimeout(now);

    /// <inheritdoc/>
    protected override bool TryTake(Instant now, Span<byte> buffer, out StreamTransmit transmit) =>
        Stream.TryTakeTransmit(now, buffer, out transmit);

    /// <inheritdoc/>
    protected override void Drain(Instant now)
    {
        do
        {
            Read(now);
            while (Stream.TryTakeEvent(out var happened)) Take(happened);
            WriteOn(now);
        }
        while (Transmit(now));
    }

    bool IStreamFirewall.Admits(UdxStream stream, Instant now, SocketRole socket, PeerAddress from)
    {
        if (!stream.IsConnected && AcceptsAnybody) stream.Connect(now, Path(from, socket));
        return AcceptsAnybody;
    }

    private StreamPath Path(PeerAddress remote, SocketRole socket) => new(socket, remote, _remoteId);

    private void Read(Instant now)
    {
        while (Stream.TryRead(out var bytes))
        {
            IsExact &= Pattern.Is(bytes.Span, ReceivedBytes);
            ReceivedBytes += bytes.Length;
        }

        while (Stream.TryTakeMessage(out var message)) Messages.Add(Convert.ToHexStringLower(message.Span));
        if (Reading == Reading.Eager) ReadBytes = ReceivedBytes;
        TellUnread(now);
    }

    private void TellUnread(Instant now)
    {
        var unread = ReceivedBytes - ReadBytes;
        if (unread == _reported) return;

        _reported = unread;
        Stream.SetUnread(now, unread);
    }

    private void Take(StreamEvent happened)
    {
        Happened.Add(happened);
        if (happened == StreamEvent.Writable) _waitsForRoom = false;
        if (happened == StreamEvent.RemoteEnded && EndsWithRemote) _endsAfterWriting = true;
    }

    private void WriteOn(Instant now)
    {
        if (!Stream.IsConnected || Stream.IsClosed) return;

        while (_toWrite > 0 && !_waitsForRoom)
        {
            if (Stream.IsWritable) WriteSome(now);
            else _waitsForRoom = true;
        }

        if (_toWrite == 0 && _endsAfterWriting) Stream.WriteEnd(now);
    }

    private void WriteSome(Instant now)
    {
        var bytes = Pattern.At(_written, _toWrite);
        Stream.Write(now, bytes);
        _written += bytes.Length;
        _toWrite -= bytes.Length;
    }
}

/// <summary>How the reader of a stream deals with what arrives.</summary>
public enum Reading
{
    /// <summary>At once.</summary>
    Eager,

    /// <summary>Only when it is told to (<see cref="StreamHost.ReadSome"/>).</summary>
    WhenTold,
}
