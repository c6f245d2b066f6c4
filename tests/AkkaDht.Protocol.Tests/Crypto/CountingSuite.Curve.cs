namespace AkkaDht.Protocol.Tests.Crypto;

internal sealed partial class CountingSuite
{
    public void Blake2b512(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        Digests++;
        Inner.Blake2b512(first, second, digest);
    }

    public void DerivePublicKey(ReadOnlySpan<byte> seed, Span<byte> publicKey) => Inner.DerivePublicKey(seed, publicKey);

    public void DeriveScalar(ReadOnlySpan<byte> seed, Span<byte> scalar) => Inner.DeriveScalar(seed, scalar);

    public void Sign(ReadOnlySpan<byte> message, ReadOnlySpan<byte> secretKey, Span<byte> signature) => Inner.Sign(message, secretKey, signature);

    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature) =>
        Inner.Verify(message, publicKey, signature);

    public bool TryMultiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result) => Inner.TryMultiply(scalar, point, result);
}
