using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;
using BenchmarkDotNet.Attributes;

namespace AkkaDht.Benchmarks.SecretStreams;

/// <summary>
/// What does it take to seal a message of a secret stream and to open one, in managed code and by libsodium; and what does the
/// whole way take, from the message through the packets of a carrier to the message that is returned?
/// </summary>
public class SecretStreamBenchmark
{
    // What a carrier puts into a packet.
    private const int PacketLength = 1400;

    private readonly byte[] _key = new byte[32];
    private ICryptoSuite _crypto = ManagedSuite.Instance;
    private SecretStreamState _start;
    private SecretStream? _sender;
    private SecretStream? _receiver;
    private byte[] _plain = [];
    private byte[] _cipher = [];
    private byte[] _frame = [];

    [Params(64, 1024, 65_536)]
    public int Length { get; set; }

    /// <summary>That of the machine is libsodium, if there is one.</summary>
    [Params(CryptoSuites.Managed, CryptoSuites.Auto)]
    public string Suite { get; set; } = CryptoSuites.Managed;

    [GlobalSetup]
    public void Start()
    {
        _crypto = CryptoSuites.Select(Suite);
        (_plain, _cipher, _frame) = (new byte[Length], new byte[Length + SecretStream.Overhead], new byte[SecretStream.MeasureFrame(Length)]);
        _crypto.SecretStreamInit(ref _start, _key, new byte[24]);
        Seal();
        (_sender, _receiver) = (StreamOf(isInitiator: true), StreamOf(isInitiator: false));
        PassControl(_sender, _receiver);
        PassControl(_receiver, _sender);
    }

    [Benchmark]
    public void Seal()
    {
        var state = _start;
        _crypto.SecretStreamSeal(ref state, tag: 0, additional: default, _plain, _cipher);
    }

    [Benchmark]
    public bool Open()
    {
        var state = _start;
        return _crypto.TrySecretStreamOpen(ref state, additional: default, _cipher, _plain, out _);
    }

    [Benchmark]
    public int Pass()
    {
        _sender!.WriteFrame(Instant.Zero, _plain, _frame);
        for (var rest = _frame.AsSpan(); !rest.IsEmpty;)
        {
            var packet = rest[..Math.Min(PacketLength, rest.Length)];
            _receiver!.HandleBytes(Instant.Zero, packet);
            rest = rest[packet.Length..];
        }

        _receiver!.TryTakeMessage(out var message);
        message.Return();
        return message.Bytes.Length;
    }

    private SecretStream StreamOf(bool isInitiator) =>
        new(Instant.Zero, _crypto, new SeededRandom(1), new HandshakeResult(isInitiator, _key, _key, new byte[64], default), new SecretStreamSettings());

    private static void PassControl(SecretStream from, SecretStream to)
    {
        Span<byte> frame = stackalloc byte[SecretStream.MaxControlLength];
        while (from.TryTakeControl(frame, out var length)) to.HandleBytes(Instant.Zero, frame[..length]);
    }
}
