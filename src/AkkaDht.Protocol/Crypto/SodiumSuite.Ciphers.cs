namespace AkkaDht.Protocol.Crypto;

public sealed partial class SodiumSuite
{
    /// <inheritdoc/>
    public void AeadSeal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> plain, Span<byte> cipher)
    {
        CipherLengths.CheckAead(key, nonce, plain, cipher);
        var status = SodiumLibrary.AeadEncrypt(cipher, 0, plain, (ulong)plain.Length, additional, (ulong)additional.Length, 0, nonce, key);
        Invariant.That(status == 0, "libsodium seals what has the right lengths");
    }

    /// <inheritdoc/>
    public bool TryAeadOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, Span<byte> plain)
    {
        if (cipher.Length < CipherLengths.Tag) return false;

        CipherLengths.CheckAead(key, nonce, plain, cipher);
        return SodiumLibrary.AeadDecrypt(plain, 0, 0, cipher, (ulong)cipher.Length, additional, (ulong)additional.Length, nonce, key) == 0;
    }

    /// <inheritdoc/>
    public void SecretBoxSeal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> box)
    {
        CipherLengths.CheckSecretBox(key, nonce, plain, box);
        var status = SodiumLibrary.SecretBox(box, plain, (ulong)plain.Length, nonce, key);
        Invariant.That(status == 0, "libsodium seals what has the right lengths");
    }

    /// <inheritdoc/>
    public bool TrySecretBoxOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> box, Span<byte> plain)
    {
        if (box.Length < CipherLengths.Tag) return false;

        CipherLengths.CheckSecretBox(key, nonce, plain, box);
        return SodiumLibrary.SecretBoxOpen(plain, box, (ulong)box.Length, nonce, key) == 0;
    }
}
