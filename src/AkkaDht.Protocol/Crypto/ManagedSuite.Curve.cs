using AkkaDht.Protocol.Crypto.Edwards;

namespace AkkaDht.Protocol.Crypto;

public sealed partial class ManagedSuite
{
    /// <inheritdoc/>
    public void Blake2b512(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest) => Blake2b.Hash512(first, second, digest);

    /// <inheritdoc/>
    public void DerivePublicKey(ReadOnlySpan<byte> seed, Span<byte> publicKey)
    {
        Ed25519Lengths.CheckSeed(seed);
        Ed25519Lengths.CheckPublicKey(publicKey);
        Ed25519.DerivePublicKey(seed, publicKey);
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
        Ed25519.Sign(message, secretKey, signature);
    }

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature)
    {
        Ed25519Lengths.CheckPublicKey(publicKey);
        Ed25519Lengths.CheckSignature(signature);
        return Ed25519.Verify(message, publicKey, signature);
    }

    /// <inheritdoc/>
    public bool TryMultiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result)
    {
        Ed25519Lengths.CheckScalar(scalar);
        Ed25519Lengths.CheckPublicKey(point);
        Ed25519Lengths.CheckPublicKey(result);
        return Ed25519.TryMultiply(scalar, point, result);
    }
}
