namespace AkkaDht.Protocol.Crypto;

public sealed partial class SodiumSuite
{
    /// <inheritdoc/>
    public void SecretStreamInit(ref SecretStreamState state, ReadOnlySpan<byte> key, ReadOnlySpan<byte> header)
    {
        CipherLengths.CheckSecretStreamStart(key, header);

        // The initialization of a sender differs only in that it makes the header itself.
        var status = SodiumLibrary.SecretStreamInitPull(state.Bytes, header, key);
        Invariant.That(status == 0, "libsodium starts a stream whose key and header have the right lengths");
    }

    /// <inheritdoc/>
    public void SecretStreamSeal(ref SecretStreamState state, byte tag, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> plain, Span<byte> cipher)
    {
        CipherLengths.CheckSecretStream(plain, cipher);
        var status = SodiumLibrary.SecretStreamPush(state.Bytes, cipher, 0, plain, (ulong)plain.Length, additional, (ulong)additional.Length, tag);
        Invariant.That(status == 0, "libsodium seals what has the right lengths");
    }

    /// <inheritdoc/>
    public bool TrySecretStreamOpen(ref SecretStreamState state, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, Span<byte> plain, out byte tag)
    {
        tag = 0;
        if (cipher.Length < CipherLengths.SecretStreamOverhead) return false;

        CipherLengths.CheckSecretStream(plain, cipher);
        return SodiumLibrary.SecretStreamPull(state.Bytes, plain, 0, out tag, cipher, (ulong)cipher.Length, additional, (ulong)additional.Length) == 0;
    }

    /// <inheritdoc/>
    public void SecretStreamRekey(ref SecretStreamState state) => SodiumLibrary.SecretStreamRekey(state.Bytes);
}
