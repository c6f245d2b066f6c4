using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto.Edwards;

namespace AkkaDht.Protocol.Crypto;

public sealed partial class SodiumSuite
{
    private const string AcceptsRightLengths = "libsodium accepts what has the right lengths";

    /// <inheritdoc/>
    public void Blake2b512(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        Invariant.That(digest.Length == Blake2b.LongDigestLength, "the digest is 64 bytes long");
        var state = SodiumLibrary.AlignHashState(stackalloc byte[SodiumLibrary.HashStateRoom]);
        var status = SodiumLibrary.HashInit(state, [], 0, Blake2b.LongDigestLength)
            | SodiumLibrary.HashUpdate(state, first, (ulong)first.Length)
            | SodiumLibrary.HashUpdate(state, second, (ulong)second.Length)
            | SodiumLibrary.HashFinal(state, digest, Blake2b.LongDigestLength);

        // What is hashed may be secret, and the last of it stays in the state.
        CryptographicOperations.ZeroMemory(state);
        Invariant.That(status == 0, AcceptsRightLengths);
    }

    /// <inheritdoc/>
    public void DerivePublicKey(ReadOnlySpan<byte> seed, Span<byte> publicKey)
    {
        Ed25519Lengths.CheckSeed(seed);
        Ed25519Lengths.CheckPublicKey(publicKey);
        Span<byte> secretKey = stackalloc byte[Ed25519Lengths.SecretKey];
        var status = SodiumLibrary.SignSeedKeyPair(publicKey, secretKey, seed);
        CryptographicOperations.ZeroMemory(secretKey);
        Invariant.That(status == 0, AcceptsRightLengths);
    }

    /// <inheritdoc/>
    public void DeriveScalar(ReadOnlySpan<byte> seed, Span<byte> scalar)
    {
        Ed25519Lengths.CheckSeed(seed);
        Ed25519Lengths.CheckScalar(scalar);
        Ed25519.DeriveScalar(seed, scalar);
    }

    /// <inheritdoc/>
    public void Sign(ReadOnlySpan<byte> message, ReadOnlySpan<byte> secretKey, Span<byte> signature)
    {
        Ed25519Lengths.CheckSecretKey(secretKey);
        Ed25519Lengths.CheckSignature(signature);
        var status = SodiumLibrary.SignDetached(signature, 0, message, (ulong)message.Length, secretKey);
        Invariant.That(status == 0, AcceptsRightLengths);
    }

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature)
    {
        Ed25519Lengths.CheckPublicKey(publicKey);
        Ed25519Lengths.CheckSignature(signature);
        return SodiumLibrary.VerifyDetached(signature, message, (ulong)message.Length, publicKey) == 0;
    }

    /// <inheritdoc/>
    public bool TryMultiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result)
    {
        Ed25519Lengths.CheckScalar(scalar);
        Ed25519Lengths.CheckPublicKey(point);
        Ed25519Lengths.CheckPublicKey(result);

        // Given the place of an argument, libsodium would write its result before it has read them all.
        Span<byte> product = stackalloc byte[Ed25519Lengths.PublicKey];
        var isValid = SodiumLibrary.MultiplyUnclamped(product, scalar, point) == 0;
        product.CopyTo(result);
        CryptographicOperations.ZeroMemory(product);
        return isValid;
    }
}
