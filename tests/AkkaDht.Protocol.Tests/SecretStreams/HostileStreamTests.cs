using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;
using static AkkaDht.Protocol.Tests.SecretStreams.StreamPair;

namespace AkkaDht.Protocol.Tests.SecretStreams;

/// <summary>What a peer, or somebody between, may do to a stream: it fails with a reason, and costs no more than was sent.</summary>
public sealed class HostileStreamTests
{
    [Fact]
    public void A_change_of_any_bit_of_a_message_ends_the_stream()
    {
        var length = Frame(Opened().Initiator, 1, 2, 3).Length;
        for (var bit = 8 * 3; bit < 8 * length; bit++)
        {
            var pair = Opened();
            var frame = Frame(pair.Initiator, 1, 2, 3);
            frame[bit / 8] ^= (byte)(1 << bit % 8);
            pair.Responder.HandleBytes(Instant.Zero, frame);
            Assert.Equal((bit, SecretStreamError.DecryptionFailed), (bit, pair.Responder.Failure));
            Assert.Empty(Taken(pair.Responder));
        }
    }

    [Fact]
    public void A_change_of_a_length_never_passes_for_a_message()
    {
        for (var bit = 0; bit < 8 * 3; bit++)
        {
            var pair = Opened();
            byte[] bytes = [.. Frame(pair.Initiator, 1, 2, 3), .. Frame(pair.Initiator, 4, 5, 6)];
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            pair.Responder.HandleBytes(Instant.Zero, bytes);
            Assert.Empty(Taken(pair.Responder));

            // Where the length grew beyond what follows, the rest is awaited.
            Assert.True(pair.Responder.Failure is SecretStreamError.DecryptionFailed or SecretStreamError.InvalidMessage || pair.Responder.BufferedBytes == bytes.Length, $"bit {bit}");
        }
    }

    [Fact]
    public void A_change_of_any_bit_of_a_header_ends_the_stream()
    {
        for (var bit = 0; bit < 8 * 59; bit++)
        {
            var pair = new StreamPair();
            var header = Control(pair.Initiator);
            header[bit / 8] ^= (byte)(1 << bit % 8);
            pair.Responder.HandleBytes(Instant.Zero, header);
            pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator, 1));
            var expected = bit switch
            {
                < 8 * 3 => SecretStreamError.InvalidHeaderMessage,
                < 8 * 35 => SecretStreamError.InvalidHeader,
                _ => SecretStreamError.DecryptionFailed,
            };
            Assert.Equal((bit, expected), (bit, pair.Responder.Failure));
        }
    }

    [Fact]
    public void A_message_that_comes_again_ends_the_stream()
    {
        var pair = Opened();
        var frame = Frame(pair.Initiator, 1);
        pair.Responder.HandleBytes(Instant.Zero, [.. frame, .. frame]);

        Assert.Equal(SecretStreamError.DecryptionFailed, pair.Responder.Failure);
        Assert.Equal(["01"], Taken(pair.Responder));
    }

    [Fact]
    public void A_message_that_was_overtaken_ends_the_stream()
    {
        var pair = Opened();
        var (first, second) = (Frame(pair.Initiator, 1), Frame(pair.Initiator, 2));
        pair.Responder.HandleBytes(Instant.Zero, [.. second, .. first]);

        Assert.Equal(SecretStreamError.DecryptionFailed, pair.Responder.Failure);
        Assert.Empty(Taken(pair.Responder));
    }

    [Fact]
    public void What_we_sent_ourselves_is_not_taken_for_the_peers()
    {
        var pair = new StreamPair();
        pair.Initiator.HandleBytes(Instant.Zero, Control(pair.Initiator));
        Assert.Equal(SecretStreamError.InvalidHeader, pair.Initiator.Failure);

        pair = Opened();
        pair.Initiator.HandleBytes(Instant.Zero, Frame(pair.Initiator, 1));
        Assert.Equal(SecretStreamError.DecryptionFailed, pair.Initiator.Failure);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public void A_length_too_short_for_a_message_is_noticed_with_the_next_byte(byte length)
    {
        var pair = Opened();
        pair.Responder.HandleBytes(Instant.Zero, [length, 0, 0]);
        Assert.Null(pair.Responder.Failure);

        pair.Responder.HandleBytes(Instant.Zero, [1]);
        Assert.Equal(SecretStreamError.InvalidMessage, pair.Responder.Failure);
    }

    [Fact]
    public void A_frame_longer_than_allowed_is_refused_before_it_comes()
    {
        var pair = Opened(new SecretStreamSettings { MaxFrameBytes = 1000 });
        pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator, new byte[983]));
        Assert.Null(pair.Responder.Failure);

        pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator, new byte[984]).AsSpan(0, 4));
        Assert.Equal((SecretStreamError.FrameTooLong, 1003), (pair.Responder.Failure, pair.Responder.BufferedBytes));
    }

    [Fact]
    public void The_length_that_a_stranger_claims_costs_nothing()
    {
        const int Streams = 100;
        var streams = Enumerable.Range(0, Streams).Select(_ => Opened().Responder).ToArray();

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var stream in streams) stream.HandleBytes(Instant.Zero, [0xff, 0xff, 0xff, 1]);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.All(streams, stream => Assert.Null(stream.Failure));
        Assert.True(allocated < Streams * 8 * 1024, $"{allocated} bytes were allocated");
    }

    [Fact]
    public void A_frame_holds_no_more_than_a_few_times_what_has_come_of_it()
    {
        var stream = Opened().Responder;
        stream.HandleBytes(Instant.Zero, [0xff, 0xff, 0xff]);
        var bytes = new byte[1000];

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) stream.HandleBytes(Instant.Zero, bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1_000_003, stream.BufferedBytes);
        Assert.True(allocated < 8_000_000, $"{allocated} bytes were allocated");
    }

    [Fact]
    public void A_stream_that_has_failed_says_and_takes_nothing_more()
    {
        var pair = Opened(new SecretStreamSettings { KeepAlive = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(9) });
        pair.Responder.HandleBytes(Instant.Zero, [0, 0, 0, 0]);
        pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator, 1));
        pair.Responder.SendKeepAlive();
        pair.Responder.HandleTimeout(Instant.FromMilliseconds(10_000));

        Assert.Equal(SecretStreamError.InvalidMessage, pair.Responder.Failure);
        Assert.False(pair.Responder.IsOpen || pair.Responder.HasMessage || HasControl(pair.Responder));
        Assert.False(pair.Responder.TryOpenDatagram(new byte[24], [], out _));
        Assert.Equal((Instant.Never, 0), (pair.Responder.NextDeadline, pair.Responder.BufferedBytes));
        Assert.Throws<InvariantException>(() => Frame(pair.Responder, 1));
    }

    [Fact]
    public void Messages_that_came_before_a_failure_are_still_there()
    {
        var pair = Opened();
        pair.Responder.HandleBytes(Instant.Zero, [.. Frame(pair.Initiator, 1), 0, 0, 0, 0]);

        Assert.Equal(SecretStreamError.InvalidMessage, pair.Responder.Failure);
        Assert.Equal(["01"], Taken(pair.Responder));
    }

    [Theory]
    [InlineData("000000ff", NoiseError.Truncated)]
    [InlineData("01000000", NoiseError.Truncated)]
    [InlineData("00000100", NoiseError.TooLong)]
    public void A_handshake_message_of_no_possible_length_ends_the_stream(string bytes, NoiseError expected)
    {
        var stream = Responder();
        stream.HandleBytes(Instant.Zero, Convert.FromHexString(bytes));
        Assert.Equal((SecretStreamError.HandshakeFailed, expected), (stream.Failure, stream.HandshakeError));
    }

    [Fact]
    public void A_handshake_message_that_was_changed_ends_the_stream_with_its_reason()
    {
        var (initiator, responder) = (InitiatorOf(1), Responder());
        responder.HandleBytes(Instant.Zero, Control(initiator));
        var reply = Control(responder);
        reply[^1] ^= 1;
        initiator.HandleBytes(Instant.Zero, reply);

        Assert.Equal((SecretStreamError.HandshakeFailed, NoiseError.BadTag), (initiator.Failure, initiator.HandshakeError));
        Assert.False(HasControl(initiator));
    }

    [Fact]
    public void A_peer_that_speaks_out_of_turn_ends_the_stream()
    {
        var stream = InitiatorOf(1);
        stream.HandleBytes(Instant.Zero, Control(InitiatorOf(2)));
        Assert.Equal((SecretStreamError.HandshakeFailed, NoiseError.OutOfTurn), (stream.Failure, stream.HandshakeError));
    }

    [Fact]
    public void A_key_that_is_no_point_ends_the_stream_before_we_answer()
    {
        var stream = Responder();
        stream.HandleBytes(Instant.Zero, [32, 0, 0, .. new byte[32]]);

        Assert.False(HasControl(stream));
        Assert.Equal((SecretStreamError.HandshakeFailed, NoiseError.BadPoint), (stream.Failure, stream.HandshakeError));
    }

    private static SecretStream InitiatorOf(int seed) => InBand(new Noise.HandshakePair(ManagedSuite.Instance, NoisePattern.XX, seed).Initiator);

    private static SecretStream Responder() => InBand(new Noise.HandshakePair(ManagedSuite.Instance, NoisePattern.XX).Responder);

    private static SecretStream InBand(HandshakeState handshake) => new(Instant.Zero, ManagedSuite.Instance, new SeededRandom(1), handshake, new());
}
