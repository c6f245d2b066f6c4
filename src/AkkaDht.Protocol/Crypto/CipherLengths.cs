namespace AkkaDht.Protocol.Crypto;

/// <summary>How long the arguments of the ciphers are, in bytes; both suites hold their callers to it.</summary>
internal static class CipherLengths
{
    public const int Key = 32;
    public const int Tag = 16;
    public const int AeadNonce = 12;
    public const int SecretBoxNonce = 24;
    public const int SecretStreamHeader = 24;

    /// <summary>What a message of a secret stream has more than its plain bytes: its tag byte, and what authenticates it.</summary>
    public const int SecretStreamOverhead = 1 + Tag;

    public static void CheckAead(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> cipher) =>
        Check(key, nonce, AeadNonce, plain, cipher);

    public static void CheckSecretBox(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> box) =>
        Check(key, nonce, SecretBoxNonce, plain, box);

    public static void CheckSecretStreamStart(ReadOnlySpan<byte> key, ReadOnlySpan<byte> header)
    {
        Invariant.That(key.Length == Key, "a key is 32 bytes long");
        Invariant.That(header.Length == SecretStreamHeader, "the header of a secret stream is 24 bytes long");
    }

    public static void CheckSecretStream(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> cipher) =>
        Invariant.That(cipher.Length == plain.Length + SecretStreamOverhead, "a message of a secret stream is 17 bytes longer than its plain bytes");

    private static void Check(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, int nonceLength, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> cipher)
    {
        Invariant.That(key.Length == Key, "a key is 32 bytes long");
        Invariant.That(nonce.Length == nonceLength, "a nonce is as long as its cipher says");
        Invariant.That(cipher.Length == plain.Length + Tag, "the sealed bytes are 16 longer than the plain ones");
    }
}
