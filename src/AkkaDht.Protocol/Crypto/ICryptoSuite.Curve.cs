namespace AkkaDht.Protocol.Crypto;

// Ed25519 keys serve for signatures and, multiplied in the Edwards group, for key agreement.
public partial interface ICryptoSuite
{
    /// <summary>BLAKE2b with a 64-byte digest of <paramref name="first"/> followed by <paramref name="second"/> (any lengths); <paramref name="digest"/> may overwrite either.</summary>
    void Blake2b512(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest);

    /// <summary>BLAKE2b with a 64-byte digest of <paramref name="input"/> (any length).</summary>
    void Blake2b512(ReadOnlySpan<byte> input, Span<byte> digest) => Blake2b512(input, [], digest);

    /// <summary>The Ed25519 public key (32 bytes, a compressed point) of a 32-byte seed.</summary>
    void DerivePublicKey(ReadOnlySpan<byte> seed, Span<byte> publicKey);

    /// <summary>The clamped scalar (32 bytes) that the Ed25519 key of a 32-byte seed multiplies by.</summary>
    void DeriveScalar(ReadOnlySpan<byte> seed, Span<byte> scalar);

    /// <summary>Signs with a secret key of 64 bytes (seed, then public key) into the 64 bytes of <paramref name="signature"/>.</summary>
    void Sign(ReadOnlySpan<byte> message, ReadOnlySpan<byte> secretKey, Span<byte> signature);

    /// <summary>Whether 64 bytes are the signature of the message by a 32-byte public key; false too for a key that is no point, or of small order.</summary>
    bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature);

    /// <summary>
    /// Multiplies a compressed Edwards point by a scalar as it is, but for its top bit, which does not count; takes the same time
    /// for every scalar. False, with <paramref name="result"/> in no defined state, when the point is not canonical, not on the
    /// curve, of small order or outside the subgroup of prime order, or when the product is neutral. All are 32 bytes.
    /// </summary>
    bool TryMultiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result);
}
