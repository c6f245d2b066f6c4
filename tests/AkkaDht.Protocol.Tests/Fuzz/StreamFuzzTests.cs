using System.Buffers.Binary;
using AkkaDht.Protocol.Tests.Udx;
using AkkaDht.Protocol.Udx;
using Xunit.Abstractions;
using static AkkaDht.Protocol.Tests.Fuzz.FuzzSettings;

namespace AkkaDht.Protocol.Tests.Fuzz;

/// <summary>Two ends of a stream in a conversation whose packets are changed, lost, repeated and made up on their way.</summary>
public sealed class StreamFuzzTests(ITestOutputHelper output)
{
    private const int StepsPerConversation = 500;

    // Three windows, the ring of those that wait, what a writer queues, and the lists beside them.
    private const long MostHeldBytes = 1024 * 1024;

    private static readonly UdxSettings Small = new() { ReceiveWindowBytes = 20_000, MaxReorderedPackets = 64, WriteAheadBytes = 30_000, MaxTimeouts = 30 };

    private readonly SeededRandom _random = new(Seed);
    private readonly Dictionary<StreamEnd, int> _ends = [];
    private Instant _now = Instant.FromMilliseconds(1);

    [Fact]
    public void Whatever_arrives_a_stream_goes_on_or_ends_for_a_reason_and_holds_no_more_than_it_may()
    {
        for (var conversation = 0; conversation < Math.Max(1, Iterations / StepsPerConversation); conversation++)
        {
            try
            {
                Converse();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"SEED={Seed}, conversation {conversation}", failure);
            }
        }

        foreach (var (end, count) in _ends) output.WriteLine($"{count} times: {end}.");
        Assert.True(_ends.ContainsKey(StreamEnd.Reset) || Iterations < 10_000, $"SEED={Seed}: no stream was ended by a peer");
    }

    private void Converse()
    {
        var first = (uint)_random.Next(2) * (uint.MaxValue - 50);
        End[] ends = [new(this, 1, 2, first), new(this, 2, 1, first)];
        ends[0].Stream.Connect(_now, ends[0].Path);
        for (var step = 0; step < StepsPerConversation; step++)
        {
            _now += TimeSpan.FromMilliseconds(_random.Next(4) == 0 ? _random.Next(1500) : _random.Next(5));
            var end = ends[_random.Next(2)];
            Act(end);
            Exchange(ends);
            foreach (var each in ends) each.Check(_now);
        }

        foreach (var end in ends) Finish(end);
    }

    private void Act(End end)
    {
        var stream = end.Stream;
        switch (_random.Next(400))
        {
            case 0: stream.Destroy(_now); break;
            case 1 when stream.IsConnected: end.WriteEnd(_now); break;
            case < 10: stream.ChangeRemote(_now, end.Path); break;
            case < 20: stream.SetKeepAlive(_now, TimeSpan.FromMilliseconds(1 + _random.Next(1000))); break;
            case < 40: stream.SetUnread(_now, _random.Next(30_000)); break;
            case < 60: stream.TrySendMessage(new byte[_random.Next(1600)]); break;
            case < 200 when stream is { IsConnected: true, IsWritable: true } && !end.HasEnded: stream.Write(_now, new byte[_random.Next(5000)]); break;
            case < 300: Deliver(end, MadeUp(end)); break;
        }
    }

    private void Exchange(End[] ends)
    {
        for (var turn = 0; turn < 20; turn++)
        {
            var (from, to) = (ends[turn % 2], ends[(turn + 1) % 2]);
            foreach (var packet in from.Drain(_now))
            {
                to.Last = packet;
                for (var copies = _random.Next(10) switch { 0 => 0, 1 => 2, _ => 1 }; copies > 0; copies--)
                    Deliver(to, _random.Next(10) == 0 ? Changed(packet) : packet);
            }
        }
    }

    private void Deliver(End end, byte[] packet)
    {
        end.HasBeenDestroyed |= PacketHeader.TryRead(packet, out var header) && (header.Type & PacketType.Destroy) != 0;
        end.Stream.HandlePacket(_now, new SocketRole(_random.Next(3)), PeerAddress.Loopback((ushort)_random.Next(3)), packet);
        end.Read();
        if (_random.Next(3) == 0) end.Stream.HandleTimeout(_now);
    }

    private byte[] Changed(byte[] packet)
    {
        byte[] changed = [.. packet];
        for (var flips = 1 + _random.Next(3); flips > 0; flips--) changed[_random.Next(changed.Length)] ^= (byte)(1 << _random.Next(8));
        return _random.Next(4) == 0 ? changed[.._random.Next(changed.Length)] : changed;
    }

    // Like the last one, but with numbers near it or as far as can be, and anything behind the head.
    private byte[] MadeUp(End end)
    {
        PacketHeader.TryRead(end.Last, out var last);
        var packet = new byte[PacketHeader.Length + _random.Next(_random.Next(10) == 0 ? 2028 : 100)];
        _random.Fill(packet);
        var type = (PacketType)(_random.Next(30) == 0 ? _random.Next(256) : _random.Next(256) & ~(int)PacketType.Destroy);
        var offset = (byte)(_random.Next(3) == 0 ? _random.Next(256) : 0);
        new PacketHeader(type, offset, end.Stream.LocalId, (uint)_random.Next(40_000), last.Number + Near(), last.Ack + Near()).Write(packet);
        for (var place = PacketHeader.Length; place + 4 <= packet.Length; place += 4)
            BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(place), last.Ack + Near());
        return packet;
    }

    private uint Near() => _random.Next(12) switch
    {
        0 => 0x8000_0000 + (uint)_random.Next(3) - 1,
        1 => (uint)_random.Next(int.MaxValue) * 2,
        < 6 => (uint)_random.Next(80),
        < 8 => 0u - (uint)_random.Next(4),
        _ => 0,
    };

    private void Finish(End end)
    {
        end.Stream.Destroy(_now);
        Assert.All(end.Drain(_now), packet => Assert.Equal((byte)PacketType.Destroy, packet[2]));
        _ends[end.Stream.End] = _ends.GetValueOrDefault(end.Stream.End) + 1;
        Assert.InRange(HeldMemory.ArraysOf(end.Stream), 0, 10_000);
        if (end.Stream.End == StreamEnd.Reset) Assert.True(end.HasBeenDestroyed);
    }

    private sealed class End(StreamFuzzTests test, uint id, uint remoteId, uint first) : IStreamFirewall
    {
        private readonly byte[] _buffer = new byte[UdxStream.MaxPacketLength];
        private UdxStream? _stream;
        private int _checks;

        public UdxStream Stream => _stream ??= new UdxStream(new StreamId(id), Small, this, first, first);

        public StreamPath Path => new(new SocketRole(test._random.Next(3)), PeerAddress.Loopback(9), new StreamId(remoteId));

        public byte[] Last { get; set; } = new byte[PacketHeader.Length];

        public bool HasEnded { get; private set; }

        public bool HasBeenDestroyed { get; set; }

        public bool Admits(UdxStream stream, Instant now, SocketRole socket, PeerAddress from)
        {
            if (!stream.IsConnected && test._random.Next(4) == 0) stream.Connect(now, Path);
            return test._random.Next(8) > 0;
        }

        public void WriteEnd(Instant now)
        {
            HasEnded = true;
            Stream.WriteEnd(now);
        }

        public void Read()
        {
            while (Stream.TryRead(out _)) continue;
            Stream.TryTakeMessage(out _);
        }

        public List<byte[]> Drain(Instant now)
        {
            var packets = new List<byte[]>();
            Read();
            while (Stream.TryTakeTransmit(now, _buffer, out var transmit)) packets.Add(_buffer[..transmit.Length]);
            while (Stream.TryTakeEvent(out var happened)) Assert.True(happened != StreamEvent.Closed || Stream.IsClosed);
            return packets;
        }

        public void Check(Instant now)
        {
            Stream.HandleTimeout(now);
            foreach (var packet in Drain(now)) Last = packet;
            Assert.True(Stream.NextDeadline > now, "a machine that was turned has nothing more to do now");
            Assert.InRange(Stream.Stats.InFlightPackets, 0, int.MaxValue);
            Assert.InRange(Stream.QueuedBytes, 0, int.MaxValue);
            if (_checks++ % 50 == 0) Assert.InRange(HeldMemory.ArraysOf(Stream), 0, MostHeldBytes);
        }
    }
}
