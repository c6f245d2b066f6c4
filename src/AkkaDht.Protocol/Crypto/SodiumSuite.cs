using System.Diagnostics.CodeAnalysis;

namespace AkkaDht.Protocol.Crypto;

/// <summary>Cryptography of libsodium, the library that the reference implementation computes with.</summary>
public sealed partial class SodiumSuite : ICryptoSuite
{
    private static readonly Lazy<SodiumSuite?> Loaded = new(() => SodiumLibrary.TryInitialize() ? new SodiumSuite() : null);

    private SodiumSuite()
    {
    }

    /// <inheritdoc/>
    public string Name => CryptoSuites.Sodium;

    /// <summary>The one instance, if the machine has libsodium.</summary>
    public static bool TryLoad([NotNullWhen(true)] out SodiumSuite? suite)
    {
        suite = Loaded.Value;
        return suite is not null;
    }

    /// <inheritdoc/>
    public void Blake2b256(ReadOnlySpan<byte> input, Span<byte> digest) => Hash(default, input, digest);

    /// <inheritdoc/>
    public void Blake2b256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> digest)
    {
        Invariant.That(!key.IsEmpty, "a keyed hash has a key");
        Hash(key, input, digest);
    }

    private static void Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> digest)
    {
        Invariant.That(key.Length <= Blake2b.MaxKeyLength, "a BLAKE2b key is at most 64 bytes long");
        Invariant.That(digest.Length == Blake2b.DigestLength, "the digest is 32 bytes long");

        // libsodium accepts every length that passes the lines above.
        var status = SodiumLibrary.GenericHash(digest, (nuint)digest.Length, input, (ulong)input.Length, key, (nuint)key.Length);
        Invariant.That(status == 0, "libsodium hashes what has the right lengths");
    }
}
