using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.Tests.Crypto;
using static AkkaDht.Protocol.Tests.Noise.HandshakePair;

namespace AkkaDht.Protocol.Tests.Noise;

/// <summary>What a handshake promises to its owner, whatever the pattern.</summary>
public sealed class HandshakeStateTests
{
    private static readonly ICryptoSuite Suite = CryptoSuites.Select(CryptoSuites.Auto);

    public static TheoryData<NoisePattern> Patterns => [.. Enum.GetValues<NoisePattern>()];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Both_sides_end_with_the_same_keys_and_hash(NoisePattern pattern)
    {
        var pair = new HandshakePair(Suite, pattern).After(MessagesOf(pattern));
        Assert.True(pair.Initiator.IsComplete && pair.Responder.IsComplete);

        var (one, other) = (pair.Initiator.Result!, pair.Responder.Result!);
        Assert.True(one.IsInitiator && !other.IsInitiator);
        Assert.Equal(one.SendKey, other.ReceiveKey);
        Assert.Equal(one.ReceiveKey, other.SendKey);
        Assert.False(one.SendKey.SequenceEqual(one.ReceiveKey));
        Assert.Equal(one.Hash, other.Hash);
    }

    [Theory]
    [InlineData(NoisePattern.IK)]
    [InlineData(NoisePattern.XX)]
    [InlineData(NoisePattern.XK)]
    public void Each_side_learns_the_key_of_the_other(NoisePattern pattern)
    {
        var pair = new HandshakePair(Suite, pattern).After(MessagesOf(pattern));
        Assert.Equal(pair.ResponderKeys.PublicKey, pair.Initiator.Result!.RemoteStatic);
        Assert.Equal(pair.InitiatorKeys.PublicKey, pair.Responder.Result!.RemoteStatic);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void The_managed_suite_and_that_of_the_machine_shake_hands(NoisePattern pattern)
    {
        var (ours, theirs) = (new HandshakePair(Suite, pattern), new HandshakePair(ManagedSuite.Instance, pattern));
        var (initiator, responder) = (ours.Initiator, theirs.Responder);
        for (var i = 0; i < MessagesOf(pattern); i++)
        {
            var (writer, reader) = initiator.IsMyTurn ? (initiator, responder) : (responder, initiator);
            Assert.Equal(NoiseError.None, Read(reader, Write(writer, [1, 2, 3])));
        }

        Assert.Equal(initiator.Result!.Hash, responder.Result!.Hash);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Payloads_of_every_length_arrive(NoisePattern pattern)
    {
        foreach (var length in (int[])[0, 1, 15, 16, 17, 1000, HandshakeState.MaxFieldLength - CipherState.TagLength])
        {
            var pair = new HandshakePair(Suite, pattern);
            for (var i = 0; i < MessagesOf(pattern); i++)
            {
                var (reader, payload) = (pair.Reader, CipherData.Bytes(length, seed: i));
                var message = Write(pair.Writer, payload);
                var received = new byte[length];
                Assert.Equal(NoiseError.None, reader.TryReadMessage(message, received, out var receivedLength));
                Assert.Equal(length, receivedLength);
                Assert.Equal(payload, received);
            }
        }
    }

    [Fact]
    public void Messages_have_the_lengths_of_the_protocol()
    {
        Assert.Equal([96, 48], Lengths(NoisePattern.IK));
        Assert.Equal([32, 96, 64], Lengths(NoisePattern.XX));
        Assert.Equal([48, 48, 64], Lengths(NoisePattern.XK));
        Assert.Equal([32, 48], Lengths(NoisePattern.NN));
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_message_out_of_turn_changes_nothing(NoisePattern pattern)
    {
        var pair = new HandshakePair(Suite, pattern);
        Assert.Equal(NoiseError.OutOfTurn, Read(pair.Initiator, new byte[96]));

        pair.After(MessagesOf(pattern));
        Assert.Equal(NoiseError.OutOfTurn, Read(pair.Initiator, new byte[96]));
        Assert.Equal(NoiseError.OutOfTurn, Read(pair.Responder, new byte[96]));
        Assert.Equal(NoiseError.None, pair.Responder.Failure);
        Assert.Equal(pair.Initiator.Result!.Hash, pair.Responder.Result!.Hash);
    }

    [Fact]
    public void Different_prologues_do_not_meet()
    {
        var (one, other) = (new HandshakePair(Suite, NoisePattern.IK, prologue: "one"), new HandshakePair(Suite, NoisePattern.IK, prologue: "other"));
        Assert.Equal(NoiseError.BadTag, Read(other.Responder, Write(one.Initiator)));
    }

    [Fact]
    public void An_initiator_who_means_someone_else_is_refused()
    {
        var (one, other) = (new HandshakePair(Suite, NoisePattern.IK, seed: 1), new HandshakePair(Suite, NoisePattern.IK, seed: 2));
        Assert.Equal(NoiseError.BadTag, Read(other.Responder, Write(one.Initiator)));
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_handshake_that_was_cleared_reads_nothing(NoisePattern pattern)
    {
        var pair = new HandshakePair(Suite, pattern);
        pair.Responder.Clear();
        Assert.Equal(NoiseError.Ended, Read(pair.Responder, Write(pair.Initiator)));
        Assert.False(pair.Responder.IsMyTurn);
    }

    [Fact]
    public void Clearing_a_complete_handshake_leaves_its_result()
    {
        var pair = new HandshakePair(Suite, NoisePattern.IK).After(2);
        pair.Initiator.Clear();
        Assert.Equal(pair.Responder.Result!.ReceiveKey, pair.Initiator.Result!.SendKey);

        pair.Initiator.Result.Clear();
        Assert.Equal(new byte[32], pair.Initiator.Result.SendKey);
        Assert.Equal(new byte[32], pair.Initiator.Result.ReceiveKey);
    }

    [Fact]
    public void Two_handshakes_of_the_same_keys_share_nothing()
    {
        var pair = new HandshakePair(Suite, NoisePattern.IK, seed: 1).After(2);
        var again = new HandshakeState(Suite, new SeededRandom(99), NoisePattern.IK, true, [], pair.InitiatorKeys, pair.ResponderKeys.PublicKey);
        var responder = new HandshakeState(Suite, new SeededRandom(98), NoisePattern.IK, false, [], pair.ResponderKeys, null);
        Assert.Equal(NoiseError.None, Read(responder, Write(again)));
        Assert.Equal(NoiseError.None, Read(again, Write(responder)));
        Assert.False(pair.Initiator.Result!.SendKey.SequenceEqual(again.Result!.SendKey));
        Assert.False(pair.Initiator.Result.Hash.SequenceEqual(again.Result.Hash));
    }

    [Fact]
    public void Our_own_mistakes_throw()
    {
        var pair = new HandshakePair(Suite, NoisePattern.IK);
        Assert.Throws<InvariantException>(() => pair.Responder.WriteMessage([], new byte[96]));
        Assert.Throws<InvariantException>(() => pair.Initiator.WriteMessage([], new byte[95]));
        Assert.Throws<InvariantException>(() => pair.Initiator.WriteMessage(new byte[65520], new byte[70000]));
        Assert.Throws<InvariantException>(() => new HandshakeState(Suite, new SeededRandom(1), NoisePattern.IK, true, [], pair.InitiatorKeys, null));
        Assert.Throws<InvariantException>(() => new HandshakeState(Suite, new SeededRandom(1), NoisePattern.XX, true, [], null, null));
        Assert.Throws<InvariantException>(() => new HandshakeState(Suite, new SeededRandom(1), (NoisePattern)9, true, [], null, null));
        pair.After(2);
        Assert.Throws<InvariantException>(() => pair.Initiator.MeasureMessage(0));
        Assert.Throws<InvariantException>(() => pair.Initiator.WriteMessage([], new byte[96]));
    }

    private static int[] Lengths(NoisePattern pattern)
    {
        var pair = new HandshakePair(Suite, pattern);
        return [.. Enumerable.Range(0, MessagesOf(pattern)).Select(_ =>
        {
            var reader = pair.Reader;
            var message = Write(pair.Writer);
            Assert.Equal(NoiseError.None, Read(reader, message));
            return message.Length;
        })];
    }
}
