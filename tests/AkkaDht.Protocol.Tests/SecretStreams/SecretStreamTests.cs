using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Tests.Crypto;
using static AkkaDht.Protocol.Tests.SecretStreams.StreamPair;

namespace AkkaDht.Protocol.Tests.SecretStreams;

/// <summary>What honest peers say to each other, however it is cut on its way.</summary>
public sealed class SecretStreamTests
{
    [Fact]
    public void A_message_arrives_as_it_was_written()
    {
        var pair = Opened();
        pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator, 1, 2, 3));
        pair.Initiator.HandleBytes(Instant.Zero, Frame(pair.Responder, 4));

        Assert.Equal(["010203"], Taken(pair.Responder));
        Assert.Equal(["04"], Taken(pair.Initiator));
    }

    [Fact]
    public void Messages_may_follow_the_header_before_the_peers_has_come()
    {
        var pair = new StreamPair();
        byte[] bytes = [.. Control(pair.Initiator), .. Frame(pair.Initiator, 1), .. Frame(pair.Initiator, 2)];
        pair.Responder.HandleBytes(Instant.Zero, bytes);

        Assert.True(pair.Initiator.IsOpen && pair.Responder.IsOpen);
        Assert.Equal(["01", "02"], Taken(pair.Responder));
    }

    [Fact]
    public void Bytes_mean_the_same_however_they_are_cut()
    {
        var large = CipherData.Bytes(40, seed: 1);
        var length = BytesOf(new StreamPair().Initiator).Length;
        for (var cut = 0; cut <= length; cut++)
        {
            var pair = new StreamPair();
            var bytes = BytesOf(pair.Initiator);
            pair.Responder.HandleBytes(Instant.Zero, bytes.AsSpan(0, cut));
            pair.Responder.HandleBytes(Instant.Zero, bytes.AsSpan(cut));
            Assert.Equal(["", "010203", Convert.ToHexStringLower(large)], Taken(pair.Responder));
            Assert.Equal(0, pair.Responder.BufferedBytes);
        }

        byte[] BytesOf(SecretStream stream) => [.. Control(stream), .. Frame(stream), .. Frame(stream, 1, 2, 3), .. Frame(stream, large)];
    }

    [Fact]
    public void Bytes_may_come_one_by_one()
    {
        var pair = new StreamPair();
        var large = CipherData.Bytes(10_000, seed: 1);
        byte[] bytes = [.. Control(pair.Initiator), .. Frame(pair.Initiator, large), .. Frame(pair.Initiator, 9)];
        foreach (var one in bytes) pair.Responder.HandleBytes(Instant.Zero, [one]);

        Assert.Equal([Convert.ToHexStringLower(large), "09"], Taken(pair.Responder));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    [InlineData(SecretStream.MaxMessageLength)]
    public void A_message_may_be_as_long_as_its_length_field_can_say(int length)
    {
        var pair = Opened(suite: CryptoSuites.Select(CryptoSuites.Auto));
        var message = CipherData.Bytes(length, seed: 1);
        var frame = Frame(pair.Initiator, message).AsSpan();
        for (; frame.Length > 0; frame = frame[Math.Min(frame.Length, 1400)..]) pair.Responder.HandleBytes(Instant.Zero, frame[..Math.Min(frame.Length, 1400)]);

        Assert.True(pair.Responder.TryTakeMessage(out var received));
        Assert.True(received.Bytes.Span.SequenceEqual(message));
        Assert.Throws<InvariantException>(() => pair.Initiator.WriteFrame(Instant.Zero, new byte[SecretStream.MaxMessageLength + 1], new byte[SecretStream.MaxMessageLength + 21]));
    }

    [Fact]
    public void A_message_is_encrypted_where_it_stands_in_its_frame()
    {
        var (one, other) = (Opened(), Opened());
        var frame = new byte[SecretStream.MeasureFrame(3)];
        byte[] message = [1, 2, 3];
        message.CopyTo(frame, 4);
        one.Initiator.WriteFrame(Instant.Zero, frame.AsSpan(4, 3), frame);

        Assert.Equal(Frame(other.Initiator, message), frame);
    }

    [Fact]
    public void A_frame_that_is_not_whole_when_the_carrier_ends_is_dropped()
    {
        var pair = Opened();
        pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator, 1));
        pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator, 2, 3).AsSpan(0, 15));
        pair.Responder.HandleEnd();

        Assert.Equal(["01"], Taken(pair.Responder));
        Assert.Equal((0, null), (pair.Responder.BufferedBytes, pair.Responder.Failure));
    }

    [Fact]
    public void Everything_held_counts_against_the_window_until_it_is_taken()
    {
        var pair = Opened();
        pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator, 1, 2, 3));
        Assert.Equal(23, pair.Responder.BufferedBytes);
        pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator));
        Assert.Equal(43, pair.Responder.BufferedBytes);
        pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator, 4).AsSpan(0, 10));
        Assert.Equal(53, pair.Responder.BufferedBytes);

        Assert.True(pair.Responder.HasMessage && pair.Responder.TryTakeMessage(out _));
        Assert.Equal(30, pair.Responder.BufferedBytes);
    }

    [Fact]
    public void Only_frames_of_messages_are_counted()
    {
        var pair = Opened();
        pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator, 1, 2, 3));
        pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator));
        Assert.True(pair.Initiator.TrySealDatagram([1], new byte[SecretStream.MeasureDatagram(1)]));

        Assert.Equal(new SecretStreamStats(RawBytesWritten: 43, RawBytesRead: 0), pair.Initiator.Stats);
        Assert.Equal(new SecretStreamStats(RawBytesWritten: 0, RawBytesRead: 37), pair.Responder.Stats);
    }

    [Fact]
    public void Messages_wait_for_the_header()
    {
        var pair = new StreamPair();
        Assert.Throws<InvariantException>(() => Frame(pair.Initiator, 1));
        Control(pair.Initiator);
        Assert.Equal(21, Frame(pair.Initiator, 1).Length);
    }

    [Fact]
    public void Keys_are_erased_once_both_directions_have_started()
    {
        var keys = new HandshakeResult(true, CipherData.Bytes(32, seed: 1), CipherData.Bytes(32, seed: 2), CipherData.Bytes(64, seed: 3), default);
        var peer = new StreamPair(seed: 1);
        var stream = new SecretStream(Instant.Zero, ManagedSuite.Instance, new SeededRandom(1), keys, new());
        Control(stream);
        Assert.NotEqual(new byte[32], keys.ReceiveKey.ToArray());
        stream.HandleBytes(Instant.Zero, Control(peer.Responder));

        Assert.Equal(-1, keys.SendKey.IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, keys.ReceiveKey.IndexOfAnyExcept((byte)0));
        Assert.Equal(CipherData.Bytes(64, seed: 3), stream.Hash.ToArray());
    }

    [Theory]
    [InlineData("XX", CryptoSuites.Managed)]
    [InlineData("IK", CryptoSuites.Managed)]
    [InlineData("XK", CryptoSuites.Managed)]
    [InlineData("NN", CryptoSuites.Managed)]
    [InlineData("XX", CryptoSuites.Auto)]
    public void A_stream_carries_its_own_handshake(string pattern, string suite)
    {
        var pair = new Noise.HandshakePair(CryptoSuites.Select(suite), Enum.Parse<NoisePattern>(pattern));
        var initiator = InBand(pair.Initiator, suite);
        var responder = InBand(pair.Responder, suite);
        Assert.False(initiator.IsOpen || responder.IsOpen);

        while (Pass(initiator, responder) | Pass(responder, initiator)) { }

        Assert.True(initiator.IsOpen && responder.IsOpen);
        Assert.Equal(initiator.Hash.ToArray(), responder.Hash.ToArray());
        responder.HandleBytes(Instant.Zero, Frame(initiator, 1));
        initiator.HandleBytes(Instant.Zero, Frame(responder, 2));
        Assert.Equal(["01"], Taken(responder));
        Assert.Equal(["02"], Taken(initiator));
    }

    private static SecretStream InBand(HandshakeState handshake, string suite) =>
        new(Instant.Zero, CryptoSuites.Select(suite), new SeededRandom(2), handshake, new());

    // Byte by byte, so that every frame is cut everywhere.
    private static bool Pass(SecretStream from, SecretStream to)
    {
        var frame = new byte[SecretStream.MaxControlLength];
        if (!from.TryTakeControl(frame, out var length)) return false;

        for (var i = 0; i < length; i++) to.HandleBytes(Instant.Zero, frame.AsSpan(i, 1));
        return true;
    }
}
