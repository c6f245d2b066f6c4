using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AkkaDht.Protocol.Crypto;

public sealed partial class ManagedSuite
{
    /// <inheritdoc/>
    public void AeadSeal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> plain, Span<byte> cipher)
    {
        CipherLengths.CheckAead(key, nonce, plain, cipher);
        var encrypted = cipher[..plain.Length];
        ChaCha20.Xor(key, nonce, counter: 1, plain, encrypted);
        AeadTag(key, nonce, additional, encrypted, cipher[plain.Length..]);
    }

    /// <inheritdoc/>
    public bool TryAeadOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, Span<byte> plain)
    {
        if (cipher.Length < CipherLengths.Tag) return false;

        CipherLengths.CheckAead(key, nonce, plain, cipher);
        var encrypted = cipher[..plain.Length];
        Span<byte> tag = stackalloc byte[CipherLengths.Tag];
        AeadTag(key, nonce, additional, encrypted, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, cipher[plain.Length..])) return false;

        ChaCha20.Xor(key, nonce, counter: 1, encrypted, plain);
        return true;
    }

    private static void AeadTag(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> encrypted, Span<byte> tag)
    {
        Span<byte> oneTimeKey = stackalloc byte[Poly1305.KeyLength];
        ChaCha20.KeyStream(key, nonce, oneTimeKey);
        Span<byte> lengths = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(lengths, (ulong)additional.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(lengths[sizeof(ulong)..], (ulong)encrypted.Length);

        var authenticator = new Poly1305(oneTimeKey);
        authenticator.AbsorbPadded(additional);
        authenticator.AbsorbPadded(encrypted);
        authenticator.Finish(lengths, tag);
    }
}
