using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using BenchmarkDotNet.Attributes;

namespace AkkaDht.Benchmarks.Noise;

/// <summary>What does a whole handshake take, both sides together, in managed code and by libsodium, and what does it leave for the collector?</summary>
public class HandshakeBenchmark
{
    private readonly byte[] _message = new byte[256];
    private readonly byte[] _payload = new byte[256];
    private readonly SeededRandom _random = new(1);
    private ICryptoSuite _suite = ManagedSuite.Instance;
    private KeyPair _initiator = KeyPair.Generate(ManagedSuite.Instance, new SeededRandom(1));
    private KeyPair _responder = KeyPair.Generate(ManagedSuite.Instance, new SeededRandom(2));

    /// <summary>The suite as in <c>akkadht.crypto.suite</c>; <c>auto</c> is libsodium if the machine has it.</summary>
    [Params(CryptoSuites.Managed, CryptoSuites.Auto)]
    public string Suite { get; set; } = CryptoSuites.Managed;

    [GlobalSetup]
    public void Choose()
    {
        _suite = CryptoSuites.Select(Suite);
        _initiator = KeyPair.Generate(_suite, _random);
        _responder = KeyPair.Generate(_suite, _random);
    }

    [Benchmark]
    public bool IK() => Shake(NoisePattern.IK, _responder.PublicKey);

    [Benchmark]
    public bool XX() => Shake(NoisePattern.XX, remoteStatic: null);

    private bool Shake(NoisePattern pattern, PublicKey? remoteStatic)
    {
        var initiator = new HandshakeState(_suite, _random, pattern, isInitiator: true, [], _initiator, remoteStatic);
        var responder = new HandshakeState(_suite, _random, pattern, isInitiator: false, [], _responder, remoteStatic: null);
        while (!responder.IsComplete || !initiator.IsComplete)
        {
            var (writer, reader) = initiator.IsMyTurn ? (initiator, responder) : (responder, initiator);
            var length = writer.WriteMessage([], _message);
            if (reader.TryReadMessage(_message.AsSpan(0, length), _payload, out _) != NoiseError.None) return false;
        }

        return true;
    }
}
