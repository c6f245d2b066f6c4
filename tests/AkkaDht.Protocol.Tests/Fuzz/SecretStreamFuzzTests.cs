using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Tests.Noise;
using AkkaDht.Protocol.Tests.SecretStreams;
using Xunit.Abstractions;
using static AkkaDht.Protocol.Tests.Fuzz.FuzzSettings;

namespace AkkaDht.Protocol.Tests.Fuzz;

/// <summary>A secret stream that receives what an honest peer sent, changed on its way and cut anywhere.</summary>
public sealed class SecretStreamFuzzTests(ITestOutputHelper output)
{
    // A conversation costs many ciphers, and a handshake some multiplications, where a datagram costs none.
    private static readonly int Conversations = Math.Max(500, Iterations / 20);
    private static readonly int Handshakes = Math.Max(50, Iterations / 1000);

    private readonly Random _random = new(Seed);
    private readonly Dictionary<string, int> _ends = [];

    [Fact]
    public void Changed_bytes_end_a_stream_or_leave_messages_as_they_were_sent()
    {
        for (var i = 0; i < Conversations; i++)
        {
            var pair = new StreamPair(seed: i);
            var sent = Enumerable.Range(0, _random.Next(4)).Select(_ => Random(_random.Next(300))).ToArray();
            byte[] bytes = [.. StreamPair.Control(pair.Initiator), .. sent.SelectMany(message => StreamPair.Frame(pair.Initiator, message))];
            Deliver(pair.Responder, Change(bytes));

            var received = StreamPair.Taken(pair.Responder);
            Assert.Equal(sent.Take(received.Length).Select(Convert.ToHexStringLower), received);
        }

        Report(atLeast: 4);
    }

    [Fact]
    public void Changed_handshakes_end_a_stream_or_go_on()
    {
        for (var i = 0; i < Handshakes; i++)
        {
            var pattern = (NoisePattern)_random.Next(4);
            var pair = new HandshakePair(ManagedSuite.Instance, pattern, seed: i);
            SecretStream[] ends = [InBand(pair.Initiator, i), InBand(pair.Responder, i)];
            for (var turn = 0; turn < 6; turn++)
            {
                var frame = new byte[SecretStream.MaxControlLength];
                while (ends[turn % 2].TryTakeControl(frame, out var length))
                    Deliver(ends[(turn + 1) % 2], _random.Next(4) == 0 ? Change(frame[..length]) : frame[..length]);
            }
        }

        Report(atLeast: 2);
    }

    [Fact]
    public void Anything_at_all_may_come_as_a_datagram()
    {
        var pair = StreamPair.Opened();
        var plain = new byte[2000];
        for (var i = 0; i < Conversations; i++)
        {
            var datagram = new byte[SecretStream.MeasureDatagram(_random.Next(200))];
            Assert.True(pair.Initiator.TrySealDatagram(datagram.AsSpan(24), datagram));
            var changed = Change([.. datagram]);
            Assert.Equal(changed.AsSpan().SequenceEqual(datagram), pair.Responder.TryOpenDatagram(changed, plain, out _));
        }

        Assert.Null(pair.Responder.Failure);
    }

    private static SecretStream InBand(HandshakeState handshake, int seed) => new(Instant.Zero, ManagedSuite.Instance, new SeededRandom(seed), handshake, new());

    private void Deliver(SecretStream stream, byte[] bytes)
    {
        for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
        {
            var piece = rest[..(1 + _random.Next(rest.Length))];
            stream.HandleBytes(Instant.Zero, piece);
            rest = rest[piece.Length..];
        }

        var end = stream.Failure is { } failure ? $"{failure} {stream.HandshakeError}" : "goes on";
        _ends[end] = _ends.GetValueOrDefault(end) + 1;
    }

    private byte[] Change(byte[] bytes)
    {
        for (var changes = _random.Next(3); changes > 0; changes--)
        {
            var place = _random.Next(bytes.Length + 1);
            bytes = _random.Next(4) switch
            {
                0 => bytes[..place],
                1 => [.. bytes[..place], .. Random(_random.Next(40)), .. bytes[place..]],
                2 => [.. bytes[..place], .. bytes[Math.Min(bytes.Length, place + _random.Next(40))..]],
                _ => Flip([.. bytes], place),
            };
        }

        return bytes;
    }

    private byte[] Flip(byte[] bytes, int place)
    {
        if (place < bytes.Length) bytes[place] ^= (byte)(1 << _random.Next(8));
        return bytes;
    }

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private void Report(int atLeast)
    {
        foreach (var (end, count) in _ends) output.WriteLine($"{count} times: {end}.");
        Assert.True(_ends.ContainsKey("goes on"), $"SEED={Seed}: no stream went on");
        Assert.True(_ends.Count >= atLeast, $"SEED={Seed}: only {_ends.Count} ends were reached");
    }
}
