namespace AkkaDht.Protocol.Crypto;

/// <summary>How long the arguments of the ciphers are, in bytes; both suites hold their callers to it.</summary>
internal static class CipherLengths
{
    public const int Key = 32;
    public const int Tag = 16;
    public const int AeadNonce = 12;

    public static void CheckAead(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> cipher)
    {
        Invariant.That(key.Length == Key, "a key is 32 bytes long");
        Invariant.That(nonce.Length == AeadNonce, "a nonce of ChaCha20-Poly1305 is 12 bytes long");
        Invariant.That(cipher.Length == plain.Length + Tag, "the sealed bytes are 16 longer than the plain ones");
    }
}
