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

    /// <inheritdoc/>
    public void SecretBoxSeal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> box)
    {
        CipherLengths.CheckSecretBox(key, nonce, plain, box);
        Span<byte> derived = stackalloc byte[CipherLengths.Key];
        Span<byte> block = stackalloc byte[XSalsa20.BlockLength];
        var authenticator = StartSecretBox(key, nonce, derived, block);

        var encrypted = box[CipherLengths.Tag..];
        SecretBoxXor(derived, nonce, block, plain, encrypted);
        authenticator.Finish(encrypted, box[..CipherLengths.Tag]);
    }

    /// <inheritdoc/>
    public bool TrySecretBoxOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> box, Span<byte> plain)
    {
        if (box.Length < CipherLengths.Tag) return false;

        CipherLengths.CheckSecretBox(key, nonce, plain, box);
        Span<byte> derived = stackalloc byte[CipherLengths.Key];
        Span<byte> block = stackalloc byte[XSalsa20.BlockLength];
        var authenticator = StartSecretBox(key, nonce, derived, block);

        var encrypted = box[CipherLengths.Tag..];
        Span<byte> tag = stackalloc byte[CipherLengths.Tag];
        authenticator.Finish(encrypted, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, box[..CipherLengths.Tag])) return false;

        SecretBoxXor(derived, nonce, block, encrypted, plain);
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

    // The first half of block 0 authenticates; what is encrypted begins with the second.
    private static Poly1305 StartSecretBox(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> derived, Span<byte> block)
    {
        XSalsa20.Derive(key, nonce, derived);
        XSalsa20.Block(derived, nonce, counter: 0, block);
        return new Poly1305(block);
    }

    private static void SecretBoxXor(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> nonce, Span<byte> block, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var stream = block[Poly1305.KeyLength..];
        for (var counter = 1ul; ; counter++)
        {
            var length = Math.Min(stream.Length, input.Length);
            for (var i = 0; i < length; i++) output[i] = (byte)(input[i] ^ stream[i]);
            if (length == input.Length) return;

            input = input[length..];
            output = output[length..];
            stream = block;
            XSalsa20.Block(derived, nonce, counter, block);
        }
    }
}
