using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.Tests.Noise;
using static AkkaDht.Protocol.Tests.Vectors.NoiseKeyVectors;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Whole handshakes, both roles, and messages that must not be accepted.</summary>
internal static class NoiseHandshakeVectors
{
    private const string Initiator = "initiator";
    private const string Responder = "responder";

    // Names of the namespaces of a secret stream's ids (A6).
    private static readonly byte[] InitiatorNamespace = Convert.FromHexString("a931a0155b5c09e6d28628236af83c4b8a6af9af60986edeede9dc5d63192bf7");
    private static readonly byte[] ResponderNamespace = Convert.FromHexString("742c9d833d430af4c48a8705e91631eecf295442bbca18996e597097723b1061");
    private static readonly byte[] HolepunchNamespace = Convert.FromHexString("f1191cd5e67b10b54a507033280ed1ff0e12278268d5679c8f93d417210d168b");

    public static void Handshake(ICryptoSuite suite, JsonElement vector)
    {
        var initiator = SideOf(suite, vector, isInitiator: true);
        var responder = SideOf(suite, vector, isInitiator: false);
        Assert.Equal(vector.GetProperty("protocolName").GetString(), PatternTable.Of(PatternOf(vector)).ProtocolName);
        AssertState(vector, "afterInitialise", initiator);
        AssertState(vector, "afterInitialise", responder);

        foreach (var message in vector.GetProperty("messages").EnumerateArray())
        {
            var isInitiators = IsInitiator(message.GetProperty("from").GetString());
            var (sender, receiver) = isInitiators ? (initiator, responder) : (responder, initiator);
            AssertHex(message, "message", Write(sender, message.BytesOf("payload")));
            AssertHex(message, "payload", Read(receiver, message.BytesOf("message")));
            AssertState(message, "stateAfter", sender);
            AssertState(message, "stateAfter", receiver);
        }

        AssertResult(vector.Result(), initiator, "initiatorTx", "initiatorRx", "initiatorRemoteStatic");
        AssertResult(vector.Result(), responder, "initiatorRx", "initiatorTx", "responderRemoteStatic");
        AssertDerived(suite, vector, initiator.Result!.Hash);
    }

    public static void Tampered(ICryptoSuite suite, JsonElement vector)
    {
        Assert.Equal("error", vector.GetProperty("result").GetString());
        var isInitiator = IsInitiator(vector.GetProperty("receiver").GetString());
        var receiver = SideOf(suite, vector, isInitiator);
        for (var i = 0; vector.Has("previousMessages") && i < vector.GetProperty("previousMessages").GetArrayLength(); i++)
        {
            var message = vector.GetProperty("previousMessages")[i].Bytes();
            var payload = vector.GetProperty("previousPayloads")[i].Bytes();
            if (receiver.IsMyTurn) Assert.Equal(message, Write(receiver, payload));
            else Assert.Equal(payload, Read(receiver, message));
        }

        var bytes = vector.BytesOf("message");
        var error = receiver.TryReadMessage(bytes, new byte[bytes.Length], out _);
        Assert.True(error is NoiseError.BadTag or NoiseError.BadPoint or NoiseError.Truncated or NoiseError.TooLong, $"ended with {error}");
        Assert.Equal(error, receiver.Failure);
        Assert.Null(receiver.Result);
    }

    private static HandshakeState SideOf(ICryptoSuite suite, JsonElement vector, bool isInitiator)
    {
        var role = isInitiator ? Initiator : Responder;
        var ephemeral = vector.Has($"{role}EphemeralSeed") ? vector.BytesOf($"{role}EphemeralSeed") : new byte[32];
        var local = PairOf(suite, vector, $"{role}StaticSeed");
        if (vector.Has($"{role}StaticPublicKey")) AssertHex(vector, $"{role}StaticPublicKey", Bytes(local.PublicKey));

        var knowsResponder = isInitiator && PatternTable.Of(PatternOf(vector)).KnowsResponder;
        PublicKey? remote = knowsResponder ? PairOf(suite, vector, "responderStaticSeed").PublicKey : null;
        var prologue = vector.Has("prologue") ? vector.BytesOf("prologue") : [];
        return new HandshakeState(suite, new FixedRandom(ephemeral), PatternOf(vector), isInitiator, prologue, local, remote);
    }

    private static NoisePattern PatternOf(JsonElement vector) => Enum.Parse<NoisePattern>(vector.GetProperty("pattern").GetString()!);

    private static bool IsInitiator(string? role) => role switch
    {
        Initiator => true,
        Responder => false,
        _ => throw new InvalidOperationException($"'{role}' is no role."),
    };

    private static byte[] Write(HandshakeState side, byte[] payload)
    {
        var message = new byte[side.MeasureMessage(payload.Length)];
        Assert.Equal(message.Length, side.WriteMessage(payload, message));
        return message;
    }

    private static byte[] Read(HandshakeState side, byte[] message)
    {
        var payload = new byte[message.Length];
        Assert.Equal(NoiseError.None, side.TryReadMessage(message, payload, out var length));
        return payload[..length];
    }

    private static void AssertState(JsonElement vector, string member, HandshakeState side)
    {
        if (!vector.Has(member)) return;

        var (expected, state) = (vector.GetProperty(member), side.State);
        AssertHex(expected, "h", state.Hash);
        AssertHex(expected, "ck", state.ChainingKey);
        Assert.Equal(expected.Has("key"), state.Cipher.HasKey);
        if (!expected.Has("key")) return;

        AssertHex(expected, "key", state.Cipher.Key);
        Assert.Equal(expected.GetProperty("nonce").GetUInt32(), state.Cipher.Counter);
    }

    private static void AssertResult(JsonElement expected, HandshakeState side, string send, string receive, string remoteStatic)
    {
        Assert.True(side.IsComplete);
        AssertHex(expected, send, side.Result.SendKey);
        AssertHex(expected, receive, side.Result.ReceiveKey);
        AssertHex(expected, "handshakeHash", side.Result.Hash);
        Assert.Equal(expected.Has(remoteStatic) ? KeyOf(expected, remoteStatic) : default, side.Result.RemoteStatic);
    }

    private static void AssertDerived(ICryptoSuite suite, JsonElement vector, ReadOnlySpan<byte> hash)
    {
        var derived = new byte[32];
        suite.Blake2b256(hash, InitiatorNamespace, derived);
        AssertHex(vector.GetProperty("secretStreamIds"), "initiatorStreamId", derived);
        suite.Blake2b256(hash, ResponderNamespace, derived);
        AssertHex(vector.GetProperty("secretStreamIds"), "responderStreamId", derived);
        if (!vector.Has("holepunchSecret")) return;

        suite.Blake2b256(hash, HolepunchNamespace, derived);
        AssertHex(vector, "holepunchSecret", derived);
    }
}
