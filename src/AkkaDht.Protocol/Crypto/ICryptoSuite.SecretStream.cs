namespace AkkaDht.Protocol.Crypto;

// XChaCha20-Poly1305 as libsodium's secretstream: messages that open only in the order in which they were sealed.
public partial interface ICryptoSuite
{
    /// <summary>Starts one direction of a stream from its <paramref name="key"/> (32 bytes) and <paramref name="header"/> (24 bytes); the same for both ends.</summary>
    void SecretStreamInit(ref SecretStreamState state, ReadOnlySpan<byte> key, ReadOnlySpan<byte> header);

    /// <summary>
    /// Seals the next message: <paramref name="cipher"/> is 17 bytes longer than <paramref name="plain"/>, which may stand at its
    /// second byte. Bit 2 of <paramref name="tag"/> renews the key afterwards; <paramref name="additional"/> is authenticated only.
    /// </summary>
    void SecretStreamSeal(ref SecretStreamState state, byte tag, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> plain, Span<byte> cipher);

    /// <summary>
    /// Opens the next message and answers its <paramref name="tag"/>; false when <paramref name="cipher"/> (any length) is not it, and
    /// then the state is as before and the content of <paramref name="plain"/> means nothing. Otherwise plain is 17 bytes shorter,
    /// and may start at the second byte of the cipher.
    /// </summary>
    bool TrySecretStreamOpen(ref SecretStreamState state, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, Span<byte> plain, out byte tag);

    /// <summary>Renews the key without a message; both ends have to at the same point.</summary>
    void SecretStreamRekey(ref SecretStreamState state);
}
