using System.Buffers;
using System.Security.Cryptography;

namespace AkkaDht.Protocol.Crypto.Edwards;

/// <summary>
/// Ed25519 (RFC 8032) and the multiplication of its group, accepting and refusing what libsodium does. BouncyCastle has no
/// multiplication of given points and allocates for a signature; it is the oracle of the tests instead.
/// </summary>
internal static class Ed25519
{
    private const int HashLength = SHA512.HashSizeInBytes;
    private const int HalfLength = HashLength / 2;

    // A message up to here is hashed together with what stands before it on the stack.
    private const int MaxOnStack = 512;

    public static void DerivePublicKey(ReadOnlySpan<byte> seed, Span<byte> publicKey)
    {
        Span<byte> scalar = stackalloc byte[Scalar.Length];
        DeriveScalar(seed, scalar);
        Multiplication.OfBase(scalar).CopyTo(publicKey);
        CryptographicOperations.ZeroMemory(scalar);
    }

    public static void DeriveScalar(ReadOnlySpan<byte> seed, Span<byte> scalar)
    {
        Span<byte> hash = stackalloc byte[HashLength];
        SHA512.HashData(seed, hash);
        hash[..HalfLength].CopyTo(scalar);
        Clamp(scalar);
        CryptographicOperations.ZeroMemory(hash);
    }

    public static void Sign(ReadOnlySpan<byte> message, ReadOnlySpan<byte> secretKey, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[HashLength];
        Span<byte> scalar = stackalloc byte[Scalar.Length];
        Span<byte> nonce = stackalloc byte[Scalar.Length];
        Span<byte> challenge = stackalloc byte[Scalar.Length];
        SHA512.HashData(secretKey[..Ed25519Lengths.Seed], hash);
        hash[..HalfLength].CopyTo(scalar);
        Clamp(scalar);

        HashToScalar(hash[HalfLength..], [], message, nonce);
        Span<byte> commitment = stackalloc byte[CurvePoint.Length];
        Multiplication.OfBase(nonce).CopyTo(commitment);
        HashToScalar(commitment, secretKey[Ed25519Lengths.Seed..], message, challenge);

        commitment.CopyTo(signature);
        Scalar.MultiplyAdd(challenge, scalar, nonce, signature[CurvePoint.Length..]);
        CryptographicOperations.ZeroMemory(hash);
        CryptographicOperations.ZeroMemory(scalar);
        CryptographicOperations.ZeroMemory(nonce);
    }

    /// <summary>As libsodium, without cofactor: the commitment is computed again and must have the same bytes; neither it nor the key is of small order.</summary>
    public static bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature)
    {
        var commitment = signature[..CurvePoint.Length];
        var scalar = signature[CurvePoint.Length..];
        if (!Scalar.IsReduced(scalar)) return false;
        if (!CurvePoint.TryRead(publicKey, out var key) || key.HasSmallOrder()) return false;

        Span<byte> challenge = stackalloc byte[Scalar.Length];
        HashToScalar(commitment, publicKey, message, challenge);
        var expected = Multiplication.OfBase(scalar) + Multiplication.OfPublic(Multiples.Of(-key), challenge).ToAddend();
        if (expected.HasSmallOrder()) return false;

        Span<byte> bytes = stackalloc byte[CurvePoint.Length];
        expected.CopyTo(bytes);
        return bytes.SequenceEqual(commitment);
    }

    public static bool TryMultiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result)
    {
        if (!CurvePoint.TryRead(point, out var start)) return false;

        // The neutral point is the one of small order that this subgroup has.
        var multiples = Multiples.Of(start);
        if (start.IsNeutral() || !Multiplication.IsInPrimeSubgroup(multiples)) return false;

        var product = Multiplication.Of(multiples, scalar);
        if (product.IsNeutral()) return false;

        product.CopyTo(result);
        return true;
    }

    public static void Clamp(Span<byte> scalar)
    {
        scalar[0] &= 248;
        scalar[31] &= 127;
        scalar[31] |= 64;
    }

    private static void HashToScalar(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> message, Span<byte> scalar)
    {
        var length = first.Length + second.Length + message.Length;
        byte[]? rented = null;
        var bytes = (length <= MaxOnStack ? stackalloc byte[MaxOnStack] : rented = ArrayPool<byte>.Shared.Rent(length))[..length];
        first.CopyTo(bytes);
        second.CopyTo(bytes[first.Length..]);
        message.CopyTo(bytes[(first.Length + second.Length)..]);

        Span<byte> hash = stackalloc byte[HashLength];
        SHA512.HashData(bytes, hash);
        Scalar.Reduce(hash, scalar);

        // What stands first is half of the secret when a nonce is made.
        CryptographicOperations.ZeroMemory(bytes[..first.Length]);
        CryptographicOperations.ZeroMemory(hash);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }
}
