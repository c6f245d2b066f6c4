namespace AkkaDht.Protocol.Crypto;

public partial interface ICryptoSuite
{
    /// <summary>
    /// ChaCha20-Poly1305 (RFC 8439): encrypts and authenticates <paramref name="plain"/>, authenticates <paramref name="additional"/>
    /// (any length). The key is 32 bytes, the nonce 12; <paramref name="cipher"/> is 16 bytes longer than the plain bytes, which may
    /// stand at its start.
    /// </summary>
    void AeadSeal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> plain, Span<byte> cipher);

    /// <summary>
    /// Reverses <see cref="AeadSeal"/>; false when <paramref name="cipher"/> (any length) is not authentic, and then the content of
    /// <paramref name="plain"/> means nothing. Otherwise plain is 16 bytes shorter, and may be the start of the cipher.
    /// </summary>
    bool TryAeadOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, Span<byte> plain);

    /// <summary>
    /// XSalsa20-Poly1305, libsodium's secretbox: <paramref name="box"/> is a tag of 16 bytes and the encrypted
    /// <paramref name="plain"/>, which may stand there already. The key is 32 bytes, the nonce 24.
    /// </summary>
    void SecretBoxSeal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> box);

    /// <summary>
    /// Reverses <see cref="SecretBoxSeal"/>; false when <paramref name="box"/> (any length) is not authentic, and then the content of
    /// <paramref name="plain"/> means nothing. Otherwise plain is 16 bytes shorter, and may be the end of the box.
    /// </summary>
    bool TrySecretBoxOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> box, Span<byte> plain);
}
