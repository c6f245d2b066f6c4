using System.Text.Json;
using AkkaDht.Protocol.Tests.Udx;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>
/// A conversation of two ends of the reference, held again by two of ours. What an application did is seen from the first packet that
/// carries it; everything else an end must send by itself, byte for byte, and at about the same time.
/// </summary>
internal sealed class UdxCapture
{
    private static readonly TimeSpan LateConnect = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Promptly = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(60);

    private readonly JsonElement _capture;
    private readonly Packet[] _packets;
    private readonly Side _a;
    private readonly Side _b;

    public UdxCapture(JsonElement capture)
    {
        _capture = capture;
        _packets = [.. capture.GetProperty("packets").EnumerateArray().Select(packet => new Packet(packet))];
        var first = _packets[0];
        var (firstOfA, firstOfB) = first.IsFromA ? (first.Header.Number, first.Header.Ack) : (first.Header.Ack, first.Header.Number);
        _a = new Side("a", capture.GetProperty("idA").GetUInt32(), capture.GetProperty("idB").GetUInt32(), firstOfA, firstOfB);
        _b = new Side("b", capture.GetProperty("idB").GetUInt32(), capture.GetProperty("idA").GetUInt32(), firstOfB, firstOfA);
    }

    public void Replay()
    {
        _a.Connect(Instant.Zero);
        PrepareB();
        foreach (var side in new[] { _a, _b }) SetKeepAlive(side);
        foreach (var (index, packet) in _packets.Index()) Replay(index, packet);
        foreach (var side in new[] { _a, _b }) side.Rest(_packets[^1].At + Afterwards);

        foreach (var side in new[] { _a, _b }) Assert.Equal(EventsOf(side.Name), side.Events);
        if (_capture.Has("receivedByA")) Assert.Equal(_capture.IntOf("receivedByA"), _a.End.ReadBytes);
        if (_capture.Has("receivedByB")) Assert.Equal(_capture.IntOf("receivedByB"), _b.End.ReadBytes);
    }

    private string[] EventsOf(string side) =>
        [.. _capture.GetProperty("events").EnumerateArray().Select(happened => happened.GetString()!).Where(happened => happened.StartsWith(side + ' ', StringComparison.Ordinal)).Select(happened => happened[2..])];

    // When b connected is seen from how soon it answered, and whether its firewall was asked.
    private void PrepareB()
    {
        var answer = _packets.FirstOrDefault(packet => !packet.IsFromA);
        var heard = _packets.FirstOrDefault(packet => packet.IsFromA && !packet.IsDropped);
        var delay = answer is null || heard is null ? TimeSpan.Zero : answer.At - heard.At;
        if (EventsOf("b").Contains("firewall called"))
        {
            _b.IsAsked = true;
            if (delay < Promptly) _b.ConnectsWhenAsked = true;
            else _b.ConnectAt = answer!.At;
        }
        else if (delay > LateConnect)
        {
            _b.ConnectAt = answer!.At;
        }
        else
        {
            _b.Connect(Instant.Zero);
        }
    }

    private void SetKeepAlive(Side side)
    {
        Instant[] beats = [.. _packets.Where(packet => packet.IsFromA == (side == _a) && packet.Header.Type == PacketType.Heartbeat).Select(packet => packet.At)];
        if (beats.Length > 0) side.End.Stream.SetKeepAlive(Instant.Zero, beats[0] - Instant.Zero);
    }

    private void Replay(int index, Packet packet)
    {
        var (sender, receiver) = packet.IsFromA ? (_a, _b) : (_b, _a);
        if (sender.ConnectAt <= packet.At) sender.Connect(packet.At);
        if (sender.End.Sent.Count == 0) Act(index, sender, packet);
        if (packet.IsAnswer) SendUnlisted(sender, receiver, packet.At);
        sender.WaitForPacket(packet.At);
        Assert.True(sender.End.Sent.Count > 0, $"{sender.Name} sends nothing at {packet.At}.");
        Assert.Equal(Convert.ToHexStringLower(packet.Bytes), Convert.ToHexStringLower(sender.End.Sent.Dequeue().Packet));
        if (packet.IsDropped) return;

        if (receiver.ConnectAt <= packet.At) receiver.Connect(packet.At, isHeardFirst: receiver.IsAsked);
        receiver.End.Receive(packet.At, packet.Bytes);
    }

    // A capture may leave out packets that tell nothing; an answer to them shows that they were there.
    private void SendUnlisted(Side answering, Side silent, Instant at)
    {
        var received = $"receivedBy{answering.Name.ToUpperInvariant()}";
        if (answering.End.Sent.Count > 0 || !_capture.Has(received)) return;

        if (silent.End.Sent.Count == 0)
        {
            var listed = _packets.Where(packet => packet.IsFromA == (silent == _a)).DistinctBy(packet => packet.Header.Number).Sum(packet => packet.Payload.Length);
            silent.End.Stream.Write(at, new byte[_capture.IntOf(received) - listed]);
            silent.End.Drain(at);
        }

        if (silent.End.Sent.Count > 0) answering.End.Receive(at, silent.End.Sent.Dequeue().Packet);
    }

    // Writes in one step are packed together, those of different steps are not; the capture's clock tells the steps apart.
    private void Act(int index, Side sender, Packet packet)
    {
        var type = packet.Header.Type;
        if (type == PacketType.Message) Assert.True(sender.End.Stream.TrySendMessage(packet.Payload));
        if (type == PacketType.Destroy) sender.End.Stream.Destroy(packet.At);
        if ((type & (PacketType.Data | PacketType.End)) != 0)
        {
            var step = _packets.Skip(index).TakeWhile(later => later.IsFromA == packet.IsFromA && later.At - packet.At <= TimeSpan.FromMilliseconds(1));
            foreach (var written in step.Where(written => sender.IsNew(written.Header))) Write(sender, written);
        }

        sender.End.Drain(packet.At);
    }

    private static void Write(Side sender, Packet written)
    {
        sender.SentUpTo = written.Header.Number + 1;
        if ((written.Header.Type & PacketType.Data) != 0) sender.End.Stream.Write(written.At, written.Payload);
        if ((written.Header.Type & PacketType.End) != 0) sender.End.Stream.WriteEnd(written.At);
    }

    private sealed class Packet
    {
        public Packet(JsonElement packet)
        {
            At = Instant.FromMilliseconds(packet.IntOf("t"));
            Bytes = packet.Hex();
            Assert.True(PacketHeader.TryRead(Bytes, out var header));
            Header = header;
            IsDropped = packet.Has("dropped") && packet.BoolOf("dropped");
            IsFromA = packet.GetProperty("dir").GetString() switch
            {
                "a->b" => true,
                "b->a" => false,
                var other => throw new InvalidOperationException($"There is no direction '{other}'."),
            };
        }

        public Instant At { get; }

        public byte[] Bytes { get; }

        public PacketHeader Header { get; }

        public bool IsDropped { get; }

        public bool IsFromA { get; }

        public bool IsAnswer => (Header.Type & ~PacketType.Sack) == PacketType.State;

        public ReadOnlySpan<byte> Payload => Bytes.AsSpan(PacketHeader.Length + Header.DataOffset);
    }

    private sealed class Side : IStreamFirewall
    {
        private static readonly PeerAddress Other = new(0x7f000001, 9);

        private readonly StreamPath _path;
        private bool _isHeard;

        public Side(string name, uint id, uint remoteId, uint first, uint firstRemote)
        {
            Name = name;
            SentUpTo = first;
            _path = new StreamPath(SocketRole.Server, Other, new StreamId(remoteId));
            End = new StreamHarness(new UdxStream(new StreamId(id), UdxSettings.Default, this, first, firstRemote));
        }

        public string Name { get; }

        public StreamHarness End { get; }

        public uint SentUpTo { get; set; }

        public Instant ConnectAt { get; set; } = Instant.Never;

        public bool IsAsked { get; set; }

        public bool ConnectsWhenAsked { get; set; }

        /// <summary>What happened apart from bytes.</summary>
        public IEnumerable<string> Events => End.Events.Where(happened => !happened.StartsWith("data ", StringComparison.Ordinal));

        public bool IsNew(in PacketHeader header) =>
            (header.Type & (PacketType.Data | PacketType.End)) != 0 && unchecked((int)(header.Number - SentUpTo)) >= 0;

        public void Connect(Instant now, bool isHeardFirst = false)
        {
            if (End.Stream.IsConnected || (isHeardFirst && !_isHeard)) return;

            End.Stream.Connect(now, _path);
            End.Drain(now);
        }

        public bool Admits(UdxStream stream, Instant now, SocketRole socket, PeerAddress from)
        {
            if (!IsAsked) return false;

            _isHeard = true;
            End.Events.Add("firewall called");
            if (ConnectsWhenAsked) stream.Connect(now, _path);
            return true;
        }

        /// <summary>Lets its timers go off up to a little after <paramref name="at"/>, which the reference's clock and ours do not share to the millisecond.</summary>
        public void WaitForPacket(Instant at)
        {
            var latest = at + TimeSpan.FromMilliseconds(5);
            while (End.Sent.Count == 0 && End.Stream.NextDeadline <= latest) Expire(End.Stream.NextDeadline);
        }

        /// <summary>Nothing more arrives: whatever it still waits for comes or fails.</summary>
        public void Rest(Instant until)
        {
            Assert.Empty(End.Sent);
            if (End.Stream.QueuedBytes > 0)
                while (End.Stream.NextDeadline <= until) Expire(End.Stream.NextDeadline);
        }

        private void Expire(Instant deadline)
        {
            End.Stream.HandleTimeout(deadline);
            End.Drain(deadline);
        }
    }
}
