using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Tests.Crypto;

/// <summary>The managed suite, which counts how many digests it is asked for.</summary>
internal sealed partial class CountingSuite : ICryptoSuite
{
    private static readonly ICryptoSuite Inner = ManagedSuite.Instance;

    public int Digests { get; set; }

    public string Name => "counting";

    public void Blake2b256(ReadOnlySpan<byte> input, Span<byte> digest)
    {
        Digests++;
        Inner.Blake2b256(input, digest);
    }

    public void Blake2b256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> digest)
    {
        Digests++;
        Inner.Blake2b256(key, input, digest);
    }
}
