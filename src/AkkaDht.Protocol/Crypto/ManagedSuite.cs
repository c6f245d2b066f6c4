namespace AkkaDht.Protocol.Crypto;

/// <summary>Cryptography in managed code, which runs wherever .NET does.</summary>
public sealed partial class ManagedSuite : ICryptoSuite
{
    /// <summary>The one instance; it has no state.</summary>
    public static readonly ManagedSuite Instance = new();

    private ManagedSuite()
    {
    }

    /// <inheritdoc/>
    public string Name => CryptoSuites.Managed;

    /// <inheritdoc/>
    public void Blake2b256(ReadOnlySpan<byte> input, Span<byte> digest) => Blake2b.Hash256(default, input, digest);

    /// <inheritdoc/>
    public void Blake2b256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> digest)
    {
        Invariant.That(!key.IsEmpty, "a keyed hash has a key");
        Blake2b.Hash256(key, input, digest);
    }
}
