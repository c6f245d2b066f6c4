using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Tests.SecretStreams;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Whole secret streams in both roles: names, frames, unordered messages, handshakes of their own, and what must fail.</summary>
internal static class SecretStreamVectors
{
    private const int HeaderFrameLength = 59;

    private static readonly Dictionary<string, SecretStreamError> Errors = new()
    {
        ["Noise handshake failed"] = SecretStreamError.HandshakeFailed,
        ["Invalid header message received"] = SecretStreamError.InvalidHeaderMessage,
        ["Invalid header received"] = SecretStreamError.InvalidHeader,
        ["Invalid message received"] = SecretStreamError.InvalidMessage,
        ["pull failed"] = SecretStreamError.DecryptionFailed,
        ["Stream timed out"] = SecretStreamError.TimedOut,
        ["udp send nonce exchausted"] = SecretStreamError.NonceExhausted,
    };

    public static void Namespace(ICryptoSuite suite, JsonElement vector)
    {
        foreach (var member in vector.EnumerateObject())
        {
            Assert.Equal(member.Value.Bytes(), member.Name switch
            {
                "initiator" => StreamNames.Initiator,
                "responder" => StreamNames.Responder,
                "send" => StreamNames.Send,
                _ => throw new InvalidOperationException($"nothing is called '{member.Name}'."),
            });
        }
    }

    public static void Stream(ICryptoSuite suite, JsonElement vector)
    {
        var (initiator, responder) = (StreamOf(suite, vector, isInitiator: true), StreamOf(suite, vector, isInitiator: false));
        foreach (var member in vector.EnumerateObject())
        {
            switch (member.Name)
            {
                case "handshake": break;
                case "initiatorStreamId": AssertId(suite, initiator, isInitiator: true, member.Value); break;
                case "responderStreamId": AssertId(suite, responder, isInitiator: false, member.Value); break;
                case "initiatorHeaderFrame": Control(initiator, responder, member.Value); break;
                case "responderHeaderFrame": Control(responder, initiator, member.Value); break;
                case "initiatorFrames": Frames(initiator, responder, member.Value); break;
                case "responderFrames": Frames(responder, initiator, member.Value); break;
                case "unordered": Unordered(suite, initiator, responder, member.Value); break;
                default: throw new InvalidOperationException($"nothing handles '{member.Name}'.");
            }
        }
    }

    public static void InBand(ICryptoSuite suite, JsonElement vector)
    {
        var pattern = Enum.Parse<NoisePattern>(vector.GetProperty("pattern").GetString()!);
        var (initiatorKeys, responderKeys) = (KeyPair.FromSeed(suite, vector.BytesOf("initiatorStaticSeed")), KeyPair.FromSeed(suite, vector.BytesOf("responderStaticSeed")));
        var (fromInitiator, fromResponder) = (WritesOf(vector, "initiatorWrites"), WritesOf(vector, "responderWrites"));
        var initiator = InBandStream(suite, pattern, vector.BytesOf("initiatorEphemeralSeed"), fromInitiator, initiatorKeys, responderKeys.PublicKey);
        var responder = InBandStream(suite, pattern, vector.BytesOf("responderEphemeralSeed"), fromResponder, responderKeys, remoteStatic: null);

        while (Controls(initiator, responder, fromInitiator) | Controls(responder, initiator, fromResponder)) { }

        Assert.True(initiator.IsOpen && responder.IsOpen);
        Assert.Equal(vector.BytesOf("handshakeHash"), initiator.Hash.ToArray());
        Assert.Equal(vector.BytesOf("handshakeHash"), responder.Hash.ToArray());
        Assert.Equal((responderKeys.PublicKey, initiatorKeys.PublicKey), (initiator.RemoteKey, responder.RemoteKey));
        Messages(initiator, responder, fromInitiator);
        Messages(responder, initiator, fromResponder);
    }

    public static void InvalidInput(ICryptoSuite suite, JsonElement vector)
    {
        var handshake = vector.GetProperty("handshake");
        foreach (var one in vector.GetProperty("cases").EnumerateArray())
        {
            var note = one.GetProperty("note").GetString();
            var keys = new HandshakeResult(isInitiator: false, handshake.BytesOf("responderTx"), handshake.BytesOf("responderRx"), handshake.BytesOf("hash"), default);
            var stream = new SecretStream(Instant.Zero, suite, new SeededRandom(1), keys, new SecretStreamSettings());
            var received = new List<string>();
            foreach (var input in one.GetProperty("input").EnumerateArray())
            {
                stream.HandleBytes(Instant.Zero, input.Bytes());
                while (stream.TryTakeMessage(out var message)) received.Add(Convert.ToHexStringLower(message.Bytes.Span));
            }

            SecretStreamError? expected = one.Has("error") ? Errors[one.GetProperty("error").GetString()!] : null;
            Assert.Equal((note, expected), (note, stream.Failure));
            Assert.Equal((note, one.BoolOf("destroyed")), (note, stream.Failure is not null));

            // The reference gives up what its reader has not taken when it fails; here it remains.
            var wanted = one.GetProperty("received").EnumerateArray().Select(message => message.GetString()!);
            Assert.Equal(wanted, expected is null ? received : received.Take(one.GetProperty("received").GetArrayLength()));
        }
    }

    private static SecretStream StreamOf(ICryptoSuite suite, JsonElement vector, bool isInitiator)
    {
        var handshake = vector.GetProperty("handshake");
        var (tx, rx) = (handshake.BytesOf("initiatorTx"), handshake.BytesOf("initiatorRx"));
        if (!isInitiator) (tx, rx) = (rx, tx);

        var role = isInitiator ? "initiator" : "responder";
        var header = vector.BytesOf($"{role}HeaderFrame")[^24..];
        var counter = vector.GetProperty("unordered").GetProperty(role).BytesOf("initialCounter");
        var keys = new HandshakeResult(isInitiator, tx, rx, handshake.BytesOf("hash"), default);
        return new SecretStream(Instant.Zero, suite, new ScriptedRandom(header, counter), keys, new SecretStreamSettings());
    }

    private static SecretStream InBandStream(
        ICryptoSuite suite, NoisePattern pattern, byte[] ephemeralSeed, Queue<byte[]> writes, KeyPair localStatic, PublicKey? remoteStatic)
    {
        var header = writes.Single(write => write.Length == HeaderFrameLength)[^24..];
        var random = new ScriptedRandom(ephemeralSeed, header, new byte[8]);
        var knowsRemote = pattern is NoisePattern.IK or NoisePattern.XK;
        var handshake = new HandshakeState(suite, random, pattern, isInitiator: remoteStatic is not null, prologue: [], localStatic, knowsRemote ? remoteStatic : null);
        return new SecretStream(Instant.Zero, suite, random, handshake, new SecretStreamSettings());
    }

    private static Queue<byte[]> WritesOf(JsonElement vector, string member) => new(vector.GetProperty(member).EnumerateArray().Select(write => write.Bytes()));

    private static void AssertId(ICryptoSuite suite, SecretStream stream, bool isInitiator, JsonElement expected)
    {
        var id = new byte[StreamNames.IdLength];
        StreamNames.StreamId(suite, stream.Hash, isInitiator, id);
        Assert.Equal(expected.Bytes(), id);
    }

    private static void Control(SecretStream from, SecretStream to, JsonElement frame)
    {
        var writes = new Queue<byte[]>([frame.Bytes()]);
        Assert.True(Controls(from, to, writes), "nothing was written");
        Assert.Empty(writes);
    }

    // Whatever a stream writes of itself is the reference's next write.
    private static bool Controls(SecretStream from, SecretStream to, Queue<byte[]> writes)
    {
        var frame = new byte[SecretStream.MaxControlLength];
        var any = false;
        for (; from.TryTakeControl(frame, out var length); any = true)
        {
            Assert.Equal(writes.Dequeue(), frame[..length]);
            to.HandleBytes(Instant.Zero, frame.AsSpan(0, length));
        }

        return any;
    }

    private static void Frames(SecretStream from, SecretStream to, JsonElement frames)
    {
        foreach (var expected in frames.EnumerateArray())
        {
            var plain = expected.PlainOf();
            var frame = new byte[SecretStream.MeasureFrame(plain.Length)];
            from.WriteFrame(Instant.Zero, plain, frame);
            Assert.Equal(expected.BytesOf("frame"), frame);

            to.HandleBytes(Instant.Zero, frame);
            Assert.True(to.TryTakeMessage(out var message));
            Assert.Equal(plain, message.Bytes.ToArray());
        }
    }

    // The messages of a conversation are what the reference's frames decrypt to.
    private static void Messages(SecretStream from, SecretStream to, Queue<byte[]> writes)
    {
        Assert.NotEmpty(writes);
        foreach (var expected in writes)
        {
            to.HandleBytes(Instant.Zero, expected);
            Assert.True(to.TryTakeMessage(out var message));
            var frame = new byte[expected.Length];
            from.WriteFrame(Instant.Zero, message.Bytes.Span, frame);
            Assert.Equal(expected, frame);
        }
    }

    private static void Unordered(ICryptoSuite suite, SecretStream initiator, SecretStream responder, JsonElement vector)
    {
        foreach (var side in vector.EnumerateObject())
        {
            var isInitiator = side.Name switch { "initiator" => true, "responder" => false, _ => throw new InvalidOperationException($"nobody is '{side.Name}'.") };
            var (from, to) = isInitiator ? (initiator, responder) : (responder, initiator);
            AssertMessageKey(suite, from, isInitiator, side.Value.BytesOf("encryptKey"));
            AssertMessageKey(suite, from, !isInitiator, side.Value.BytesOf("decryptKey"));
            foreach (var message in side.Value.GetProperty("messages").EnumerateArray())
            {
                var (plain, envelope) = (message.PlainOf(), message.BytesOf("envelope"));
                var datagram = new byte[SecretStream.MeasureDatagram(plain.Length)];
                Assert.True(from.TrySealDatagram(plain, datagram));
                Assert.Equal(envelope, datagram);

                var opened = new byte[datagram.Length];
                Assert.True(to.TryOpenDatagram(envelope, opened, out var length));
                Assert.Equal(plain, opened[..length]);
            }
        }
    }

    private static void AssertMessageKey(ICryptoSuite suite, SecretStream stream, bool isInitiator, byte[] expected)
    {
        var key = new byte[32];
        StreamNames.MessageKey(suite, stream.Hash, isInitiator, key);
        Assert.Equal(expected, key);
    }
}
