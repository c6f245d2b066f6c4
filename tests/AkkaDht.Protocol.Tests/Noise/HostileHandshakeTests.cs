using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.Tests.Crypto;
using static AkkaDht.Protocol.Tests.Noise.HandshakePair;

namespace AkkaDht.Protocol.Tests.Noise;

/// <summary>Handshake messages that were cut, changed, repeated or made up end with a reason, and end the handshake.</summary>
public sealed class HostileHandshakeTests
{
    private static readonly ICryptoSuite Suite = CryptoSuites.Select(CryptoSuites.Auto);

    /// <summary>Every message of every pattern.</summary>
    public static TheoryData<NoisePattern, int> Messages
    {
        get
        {
            var messages = new TheoryData<NoisePattern, int>();
            foreach (var pattern in Enum.GetValues<NoisePattern>())
                for (var i = 0; i < MessagesOf(pattern); i++) messages.Add(pattern, i);
            return messages;
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_cut_short_anywhere_ends_the_handshake(NoisePattern pattern, int index)
    {
        var whole = Write(new HandshakePair(Suite, pattern).After(index).Writer);
        for (var length = 0; length < whole.Length; length++)
        {
            var reader = new HandshakePair(Suite, pattern).After(index).Reader;
            var error = Read(reader, whole.AsSpan(0, length));
            Assert.True(error is NoiseError.Truncated or NoiseError.BadTag, $"{length} bytes end with {error}");
            AssertEnded(reader, error, whole);
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Any_bit_flipped_keeps_the_sides_apart(NoisePattern pattern, int index)
    {
        var whole = Write(new HandshakePair(Suite, pattern).After(index).Writer, 1, 2, 3, 4);
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var changed = whole.ToArray();
            changed[bit / 8] ^= (byte)(1 << bit % 8);

            var pair = new HandshakePair(Suite, pattern).After(index);
            var (writer, reader) = (pair.Writer, pair.Reader);
            Write(writer, 1, 2, 3, 4);
            var error = Read(reader, changed);
            if (error is NoiseError.BadTag or NoiseError.BadPoint) AssertEnded(reader, error, whole);
            else AssertNextFails(pattern, index, error, reader, writer);
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_byte_more_is_part_of_the_payload_and_spoils_it(NoisePattern pattern, int index)
    {
        var pair = new HandshakePair(Suite, pattern).After(index);
        var (writer, reader) = (pair.Writer, pair.Reader);
        byte[] longer = [.. Write(writer), 0];
        var error = Read(reader, longer);
        if (error == NoiseError.BadTag) AssertEnded(reader, error, longer);
        else AssertNextFails(pattern, index, error, reader, writer);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_of_another_handshake_is_refused(NoisePattern pattern, int index)
    {
        // First messages depend on nothing before them: whoever repeats one gets an answer that is of no use to him.
        if (index == 0) index = 1;
        var (one, other) = (new HandshakePair(Suite, pattern, seed: 1).After(index), new HandshakePair(Suite, pattern, seed: 2).After(index));
        var (reader, message) = (one.Reader, Write(other.Writer));
        Assert.Equal(NoiseError.BadTag, Read(reader, message));
        AssertEnded(reader, NoiseError.BadTag, message);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_repeated_message_is_out_of_turn(NoisePattern pattern, int index)
    {
        var pair = new HandshakePair(Suite, pattern).After(index);
        var (reader, message) = (pair.Reader, Write(pair.Writer));
        Assert.Equal(NoiseError.None, Read(reader, message));
        Assert.Equal(NoiseError.OutOfTurn, Read(reader, message));
        Assert.Equal(NoiseError.None, reader.Failure);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Random_bytes_of_any_length_end_typed(NoisePattern pattern, int index)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var pair = new HandshakePair(Suite, pattern).After(index);
            var (writer, reader) = (pair.Writer, pair.Reader);
            Write(writer);
            var message = CipherData.Bytes(new Random(seed).Next(300), seed);
            var error = Read(reader, message);
            if (error is NoiseError.Truncated or NoiseError.BadTag or NoiseError.BadPoint) AssertEnded(reader, error, message);
            else AssertNextFails(pattern, index, error, reader, writer);
        }
    }

    [Fact]
    public void Keys_that_are_no_usable_points_are_refused_on_reading()
    {
        byte[][] points = [.. CurveData.TorsionPoints, .. CurveData.NonCanonical(), .. CurveData.NegativeZeros(), .. CurveData.MixedOrder(seed: 1)];
        foreach (var point in points)
        {
            var reader = new HandshakePair(Suite, NoisePattern.IK).Responder;
            byte[] message = [.. point, .. new byte[64]];
            Assert.Equal(NoiseError.BadPoint, Read(reader, message));
            AssertEnded(reader, NoiseError.BadPoint, message);
        }
    }

    [Fact]
    public void Keys_that_are_no_usable_points_are_refused_on_answering()
    {
        foreach (var point in CurveData.TorsionPoints)
        {
            var responder = new HandshakePair(Suite, NoisePattern.XX).Responder;
            Assert.Equal(NoiseError.None, Read(responder, point));
            AssertCannotWrite(responder);
        }
    }

    [Fact]
    public void A_responder_without_a_usable_key_is_not_spoken_to()
    {
        var keys = KeyPair.FromSeed(Suite, CipherData.Bytes(32, seed: 1));
        foreach (var point in CurveData.TorsionPoints)
        {
            AssertCannotWrite(new HandshakeState(Suite, new SeededRandom(1), NoisePattern.IK, true, [], keys, PublicKey.Read(point)));
            AssertCannotWrite(new HandshakeState(Suite, new SeededRandom(1), NoisePattern.XK, true, [], keys, PublicKey.Read(point)));
        }
    }

    [Fact]
    public void A_payload_beyond_the_bound_or_the_room_is_refused()
    {
        foreach (var (length, room) in ((int, int)[])[(HandshakeState.MaxFieldLength + 1, 70_000), (10, 9)])
        {
            var responder = new HandshakePair(Suite, NoisePattern.XX).Responder;
            byte[] message = [.. CurveData.PrimeOrderPoint(seed: 1), .. new byte[length]];
            Assert.Equal(NoiseError.TooLong, responder.TryReadMessage(message, new byte[room], out var payloadLength));
            Assert.Equal(0, payloadLength);
            AssertEnded(responder, NoiseError.TooLong, message);
        }
    }

    private static void AssertCannotWrite(HandshakeState side)
    {
        var message = CipherData.Bytes(200, seed: 1);
        Assert.Equal(0, side.WriteMessage([], message));
        Assert.Equal(new byte[48], message[..48]);
        AssertEnded(side, NoiseError.BadPoint, message);
    }

    private static void AssertEnded(HandshakeState side, NoiseError reason, byte[] message)
    {
        Assert.Equal(reason, side.Failure);
        Assert.False(side.IsMyTurn || side.IsComplete);
        Assert.Null(side.Result);
        Assert.Equal(new byte[64], side.State.ChainingKey);
        Assert.Equal(new byte[32], side.State.Cipher.Key);
        Assert.Equal(NoiseError.Ended, Read(side, message));
        Assert.Equal(reason, side.Failure);
    }

    // What goes in clear or changes nothing by itself is in the hash: the next message, which authenticates it, fails.
    private static void AssertNextFails(NoisePattern pattern, int index, NoiseError error, HandshakeState reader, HandshakeState writer)
    {
        Assert.Equal(NoiseError.None, error);
        Assert.True(index + 1 < MessagesOf(pattern), "the last message is authenticated by itself");
        var answer = new byte[reader.MeasureMessage(0)];
        if (reader.WriteMessage([], answer) == 0) Assert.Equal(NoiseError.BadPoint, reader.Failure);
        else Assert.Equal(NoiseError.BadTag, Read(writer, answer));
    }
}
