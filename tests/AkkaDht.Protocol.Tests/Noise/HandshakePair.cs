using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.Tests.Crypto;

namespace AkkaDht.Protocol.Tests.Noise;

/// <summary>Both sides of one handshake with keys that a number chooses, and the messages that pass between them.</summary>
internal sealed class HandshakePair
{
    public HandshakePair(ICryptoSuite suite, NoisePattern pattern, int seed = 1, string prologue = "")
    {
        var (one, other) = (KeyPair.FromSeed(suite, CipherData.Bytes(32, seed)), KeyPair.FromSeed(suite, CipherData.Bytes(32, ~seed)));
        var hasStatics = PatternTable.Of(pattern).HasStatics;
        var random = new SeededRandom(seed);
        var bytes = System.Text.Encoding.ASCII.GetBytes(prologue);
        InitiatorKeys = one;
        ResponderKeys = other;
        Initiator = new(suite, random, pattern, isInitiator: true, bytes, hasStatics ? one : null, PatternTable.Of(pattern).KnowsResponder ? other.PublicKey : null);
        Responder = new(suite, random, pattern, isInitiator: false, bytes, hasStatics ? other : null, remoteStatic: null);
    }

    public KeyPair InitiatorKeys { get; }

    public KeyPair ResponderKeys { get; }

    public HandshakeState Initiator { get; }

    public HandshakeState Responder { get; }

    public HandshakeState Writer => Initiator.IsMyTurn ? Initiator : Responder;

    public HandshakeState Reader => Initiator.IsMyTurn ? Responder : Initiator;

    /// <summary>Passes whole messages until <paramref name="count"/> have been.</summary>
    public HandshakePair After(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var reader = Reader;
            Assert.Equal(NoiseError.None, Read(reader, Write(Writer)));
        }

        return this;
    }

    /// <summary>How many messages a handshake of this pattern has.</summary>
    public static int MessagesOf(NoisePattern pattern) => PatternTable.Of(pattern).Messages.Length;

    public static byte[] Write(HandshakeState writer, params byte[] payload)
    {
        var message = new byte[writer.MeasureMessage(payload.Length)];
        Assert.Equal(message.Length, writer.WriteMessage(payload, message));
        return message;
    }

    public static NoiseError Read(HandshakeState reader, ReadOnlySpan<byte> message) =>
        reader.TryReadMessage(message, new byte[message.Length], out _);
}
