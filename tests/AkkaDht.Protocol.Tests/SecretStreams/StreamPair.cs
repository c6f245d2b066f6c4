using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Tests.Crypto;

namespace AkkaDht.Protocol.Tests.SecretStreams;

/// <summary>Both ends of a secret stream whose keys a number chooses, and what passes between them.</summary>
internal sealed class StreamPair
{
    public StreamPair(SecretStreamSettings? settings = null, ICryptoSuite? suite = null, int seed = 1)
    {
        var random = new SeededRandom(seed);
        var (one, other, hash) = (CipherData.Bytes(32, seed), CipherData.Bytes(32, seed + 1), CipherData.Bytes(64, seed + 2));
        suite ??= ManagedSuite.Instance;
        Initiator = new(Instant.Zero, suite, random, new HandshakeResult(true, one, other, hash, default), settings ?? new());
        Responder = new(Instant.Zero, suite, random, new HandshakeResult(false, other, one, hash, default), settings ?? new());
    }

    public SecretStream Initiator { get; }

    public SecretStream Responder { get; }

    /// <summary>Two ends whose headers have passed.</summary>
    public static StreamPair Opened(SecretStreamSettings? settings = null, ICryptoSuite? suite = null)
    {
        var pair = new StreamPair(settings, suite);
        pair.Responder.HandleBytes(Instant.Zero, Control(pair.Initiator));
        pair.Initiator.HandleBytes(Instant.Zero, Control(pair.Responder));
        return pair;
    }

    /// <summary>The next frame that a stream has to send of itself.</summary>
    public static byte[] Control(SecretStream stream)
    {
        var frame = new byte[SecretStream.MaxControlLength];
        Assert.True(stream.TryTakeControl(frame, out var length), "nothing is to be sent");
        return frame[..length];
    }

    public static bool HasControl(SecretStream stream) => stream.TryTakeControl(new byte[SecretStream.MaxControlLength], out _);

    public static byte[] Frame(SecretStream stream, params byte[] message) => Frame(Instant.Zero, stream, message);

    public static byte[] Frame(Instant now, SecretStream stream, byte[] message)
    {
        var frame = new byte[SecretStream.MeasureFrame(message.Length)];
        stream.WriteFrame(now, message, frame);
        return frame;
    }

    /// <summary>Every message that waits, as hex.</summary>
    public static string[] Taken(SecretStream stream)
    {
        var taken = new List<string>();
        while (stream.TryTakeMessage(out var message))
        {
            taken.Add(Convert.ToHexStringLower(message.Bytes.Span));
            message.Return();
        }

        return [.. taken];
    }
}
