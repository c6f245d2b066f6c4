namespace AkkaDht.Protocol.Tests.Crypto;

internal sealed partial class CountingSuite
{
    public void AeadSeal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> plain, Span<byte> cipher) =>
        Inner.AeadSeal(key, nonce, additional, plain, cipher);

    public bool TryAeadOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, Span<byte> plain) =>
        Inner.TryAeadOpen(key, nonce, additional, cipher, plain);
}
