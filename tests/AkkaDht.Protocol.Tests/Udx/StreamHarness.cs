using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>One end of a stream with everything taken from it after each input, as its actor would.</summary>
internal sealed class StreamHarness
{
    private readonly byte[] _buffer = new byte[UdxStream.MaxPacketLength];

    public StreamHarness(UdxStream stream) => Stream = stream;

    public UdxStream Stream { get; }

    /// <summary>Packets that wait to be looked at, with where they go.</summary>
    public Queue<(byte[] Packet, PeerAddress To)> Sent { get; } = new();

    /// <summary>The pieces that were read, in order.</summary>
    public List<byte[]> Read { get; } = [];

    /// <summary>What happened, as the vectors write it.</summary>
    public List<string> Events { get; } = [];

    public long ReadBytes => Read.Sum(piece => (long)piece.Length);

    public void Receive(Instant now, byte[] packet, PeerAddress? from = null)
    {
        Stream.HandlePacket(now, SocketRole.Server, from ?? new PeerAddress(0x7f000001, 9), packet);
        Drain(now);
    }

    public void Drain(Instant now)
    {
        while (Stream.TryRead(out var bytes))
        {
            Read.Add(bytes.ToArray());
            Events.Add($"data {Convert.ToHexStringLower(bytes.Span)}");
        }

        if (Stream.TryTakeMessage(out var message)) Events.Add($"message {Convert.ToHexStringLower(message.Span)}");
        while (Stream.TryTakeTransmit(now, _buffer, out var transmit)) Sent.Enqueue((_buffer[..transmit.Length], transmit.To));
        while (Stream.TryTakeEvent(out var streamEvent)) Note(streamEvent);
    }

    private void Note(StreamEvent streamEvent)
    {
        switch (streamEvent)
        {
            case StreamEvent.RemoteEnded: Events.Add("end"); break;
            case StreamEvent.RemoteChanged: Events.Add("remote-changed"); break;
            case StreamEvent.Closed:
                if (Stream.End == StreamEnd.Reset) Events.Add("error ECONNRESET");
                if (Stream.End == StreamEnd.TimedOut) Events.Add("error ETIMEDOUT");
                Events.Add("close");
                break;
        }
    }
}
