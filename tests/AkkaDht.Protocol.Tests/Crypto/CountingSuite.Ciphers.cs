using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Tests.Crypto;

internal sealed partial class CountingSuite
{
    public void AeadSeal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> plain, Span<byte> cipher) =>
        Inner.AeadSeal(key, nonce, additional, plain, cipher);

    public bool TryAeadOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, Span<byte> plain) =>
        Inner.TryAeadOpen(key, nonce, additional, cipher, plain);

    public void SecretBoxSeal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> box) =>
        Inner.SecretBoxSeal(key, nonce, plain, box);

    public bool TrySecretBoxOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> box, Span<byte> plain) =>
        Inner.TrySecretBoxOpen(key, nonce, box, plain);

    public void SecretStreamInit(ref SecretStreamState state, ReadOnlySpan<byte> key, ReadOnlySpan<byte> header) =>
        Inner.SecretStreamInit(ref state, key, header);

    public void SecretStreamSeal(ref SecretStreamState state, byte tag, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> plain, Span<byte> cipher) =>
        Inner.SecretStreamSeal(ref state, tag, additional, plain, cipher);

    public bool TrySecretStreamOpen(ref SecretStreamState state, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, Span<byte> plain, out byte tag) =>
        Inner.TrySecretStreamOpen(ref state, additional, cipher, plain, out tag);

    public void SecretStreamRekey(ref SecretStreamState state) => Inner.SecretStreamRekey(ref state);
}
