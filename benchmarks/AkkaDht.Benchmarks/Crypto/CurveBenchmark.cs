using AkkaDht.Protocol.Crypto;
using BenchmarkDotNet.Attributes;

namespace AkkaDht.Benchmarks.Crypto;

/// <summary>What do an agreement on a key, a new key pair, a signature and its verification take, in managed code and by libsodium?</summary>
public class CurveBenchmark
{
    private readonly byte[] _message = new byte[100];
    private readonly byte[] _signature = new byte[64];
    private readonly byte[] _publicKey = new byte[32];
    private readonly byte[] _product = new byte[32];
    private ICryptoSuite _suite = ManagedSuite.Instance;
    private KeyPair _keyPair = KeyPair.Generate(ManagedSuite.Instance, new SeededRandom(1));

    /// <summary>The suite as in <c>akkadht.crypto.suite</c>; <c>auto</c> is libsodium if the machine has it.</summary>
    [Params(CryptoSuites.Managed, CryptoSuites.Auto)]
    public string Suite { get; set; } = CryptoSuites.Managed;

    [GlobalSetup]
    public void Choose()
    {
        _suite = CryptoSuites.Select(Suite);
        _keyPair = KeyPair.Generate(_suite, new SeededRandom(1));
        _keyPair.PublicKey.CopyTo(_publicKey);
        _keyPair.Sign(_suite, _message, _signature);
    }

    [Benchmark]
    public bool Multiply() => _suite.TryMultiply(_keyPair.Scalar, _publicKey, _product);

    [Benchmark]
    public void Derive_a_public_key() => _suite.DerivePublicKey(_keyPair.SecretKey[..32], _product);

    [Benchmark]
    public void Sign() => _keyPair.Sign(_suite, _message, _signature);

    [Benchmark]
    public bool Verify() => _suite.Verify(_message, _publicKey, _signature);
}
