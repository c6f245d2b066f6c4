using System.Buffers.Binary;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>A packet that a stream has sent, taken apart.</summary>
internal sealed record SentByStream(Instant At, PacketHeader Header, byte[] Payload, PeerAddress To, SocketRole Socket)
{
    public PacketType Type => Header.Type;

    public uint Number => Header.Number;

    public uint Ack => Header.Ack;

    public int Length => PacketHeader.Length + Header.DataOffset + Payload.Length;

    /// <summary>The ranges of a selective acknowledgement.</summary>
    public string Ranges => string.Join(
        ' ',
        Enumerable.Range(0, SelectiveAck.Count(Payload)).Select(index => SelectiveAck.Read(Payload, index)).Select(range => $"{range.Start}-{range.End}"));
}

/// <summary>One stream whose other end is the test itself, packet by packet, in virtual time.</summary>
internal sealed class LoneStream
{
    public const uint OpenWindow = 4 * 1024 * 1024;

    public static readonly PeerAddress Peer = PeerAddress.Loopback(9);
    public static readonly StreamId PeerId = new(0xbbbb);

    private readonly byte[] _buffer = new byte[UdxStream.MaxPacketLength];

    public LoneStream(UdxSettings? settings = null, IStreamFirewall? firewall = null, uint first = 0, uint firstOfPeer = 0, bool isConnected = true, int linkMtu = 1200)
    {
        Stream = new UdxStream(new StreamId(0xaaaa), settings ?? UdxSettings.Default, firewall, first, firstOfPeer);
        if (isConnected) Connect(linkMtu);
    }

    public UdxStream Stream { get; }

    public Instant Now { get; private set; } = Instant.FromMilliseconds(1000);

    /// <summary>All that was read, in order.</summary>
    public List<byte> Read { get; } = [];

    public List<string> Messages { get; } = [];

    public List<StreamEvent> Events { get; } = [];

    private List<SentByStream> Outbox { get; } = [];

    public static StreamPath Path(PeerAddress? to = null, SocketRole socket = default, int linkMtu = 1200) => new(socket, to ?? Peer, PeerId, linkMtu);

    /// <summary>What it has sent since this was asked last.</summary>
    public SentByStream[] Sent()
    {
        SentByStream[] sent = [.. Outbox];
        Outbox.Clear();
        return sent;
    }

    /// <summary>The one packet that it has sent since.</summary>
    public SentByStream SentOne() => Assert.Single(Sent());

    public void Connect(int linkMtu = 1200)
    {
        Stream.Connect(Now, Path(linkMtu: linkMtu));
        Drain();
    }

    public void Write(int bytes) => Write(new byte[bytes]);

    public void Write(params byte[] bytes)
    {
        Stream.Write(Now, bytes);
        Drain();
    }

    public void End()
    {
        Stream.WriteEnd(Now);
        Drain();
    }

    public void Destroy()
    {
        Stream.Destroy(Now);
        Drain();
    }

    public void SetUnread(long bytes)
    {
        Stream.SetUnread(Now, bytes);
        Drain();
    }

    public void Hear(PacketType type, uint number, uint ack, byte[]? payload = null, uint window = OpenWindow, byte offset = 0, PeerAddress? from = null, SocketRole socket = default)
    {
        var packet = new byte[PacketHeader.Length + (payload?.Length ?? 0)];
        new PacketHeader(type, offset, Stream.LocalId, window, number, ack).Write(packet);
        payload?.CopyTo(packet, PacketHeader.Length);
        Hear(packet, from, socket);
    }

    public void Hear(byte[] packet, PeerAddress? from = null, SocketRole socket = default)
    {
        Stream.HandlePacket(Now, socket, from ?? Peer, packet);
        Drain();
    }

    public void HearData(uint number, params byte[] payload) => Hear(PacketType.Data, number, ack: 0, payload);

    /// <summary>The peer, which sends nothing itself, has everything before <paramref name="ack"/> and what the ranges say.</summary>
    public void HearAck(uint ack, params (uint Start, uint End)[] ranges)
    {
        var payload = new byte[ranges.Length * SelectiveAck.RangeLength];
        foreach (var (index, range) in ranges.Index())
        {
            BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(index * 8), range.Start);
            BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan((index * 8) + 4), range.End);
        }

        Hear(ranges.Length > 0 ? PacketType.Sack : PacketType.State, number: 0, ack, payload);
    }

    /// <summary>Time passes; timers go off when they are due.</summary>
    public void After(double milliseconds)
    {
        var until = Now + TimeSpan.FromMilliseconds(milliseconds);
        while (Stream.NextDeadline <= until)
        {
            if (Stream.NextDeadline > Now) Now = Stream.NextDeadline;
            Stream.HandleTimeout(Now);
            Drain();
        }

        Now = until;
    }

    public void Drain()
    {
        while (Stream.TryRead(out var bytes)) Read.AddRange(bytes.Span);
        while (Stream.TryTakeMessage(out var message)) Messages.Add(Convert.ToHexStringLower(message.Span));
        while (Stream.TryTakeTransmit(Now, _buffer, out var transmit))
        {
            var packet = _buffer.AsSpan(0, transmit.Length);
            Assert.True(PacketHeader.TryRead(packet, out var header));
            Outbox.Add(new SentByStream(Now, header, packet[(PacketHeader.Length + header.DataOffset)..].ToArray(), transmit.To, transmit.Socket));
        }

        while (Stream.TryTakeEvent(out var happened)) Events.Add(happened);
    }
}
