using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AkkaDht.Protocol.Crypto;

// A message is three pieces of one ChaCha20 stream (06-noise-secret-stream.md B4):
//   block 0    keys the authenticator
//   block 1    encrypts the tag byte, padded with zeros to a block; all 64 bytes are authenticated, the first is sent
//   from 2 on  encrypts the plain bytes
public sealed partial class ManagedSuite
{
    private const byte RekeyTag = 2;

    /// <inheritdoc/>
    public void SecretStreamInit(ref SecretStreamState state, ReadOnlySpan<byte> key, ReadOnlySpan<byte> header)
    {
        CipherLengths.CheckSecretStreamStart(key, header);
        ChaCha20.Derive(key, header[..16], state.Key);
        header[16..].CopyTo(state.InnerNonce);
        BinaryPrimitives.WriteUInt32LittleEndian(state.Counter, 1);
    }

    /// <inheritdoc/>
    public void SecretStreamSeal(ref SecretStreamState state, byte tag, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> plain, Span<byte> cipher)
    {
        CipherLengths.CheckSecretStream(plain, cipher);
        Span<byte> blocks = stackalloc byte[2 * ChaCha20.BlockLength];
        ChaCha20.KeyStream(state.Key, state.Nonce, blocks);
        var tagBlock = blocks[ChaCha20.BlockLength..];
        tagBlock[0] ^= tag;
        cipher[0] = tagBlock[0];

        var encrypted = cipher.Slice(1, plain.Length);
        ChaCha20.Xor(state.Key, state.Nonce, counter: 2, plain, encrypted);
        var mac = cipher[(1 + plain.Length)..];
        AuthenticateMessage(blocks, tagBlock, additional, encrypted, mac);
        Advance(ref state, tag, mac);
    }

    /// <inheritdoc/>
    public bool TrySecretStreamOpen(ref SecretStreamState state, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, Span<byte> plain, out byte tag)
    {
        tag = 0;
        if (cipher.Length < CipherLengths.SecretStreamOverhead) return false;

        CipherLengths.CheckSecretStream(plain, cipher);
        Span<byte> blocks = stackalloc byte[2 * ChaCha20.BlockLength];
        ChaCha20.KeyStream(state.Key, state.Nonce, blocks);
        var tagBlock = blocks[ChaCha20.BlockLength..];
        var received = (byte)(tagBlock[0] ^ cipher[0]);
        tagBlock[0] = cipher[0];

        var encrypted = cipher.Slice(1, plain.Length);
        Span<byte> mac = stackalloc byte[CipherLengths.Tag];
        AuthenticateMessage(blocks, tagBlock, additional, encrypted, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, cipher[(1 + plain.Length)..])) return false;

        tag = received;
        ChaCha20.Xor(state.Key, state.Nonce, counter: 2, encrypted, plain);
        Advance(ref state, tag, mac);
        return true;
    }

    /// <inheritdoc/>
    public void SecretStreamRekey(ref SecretStreamState state)
    {
        Span<byte> renewed = stackalloc byte[state.Key.Length + state.InnerNonce.Length];
        state.Key.CopyTo(renewed);
        state.InnerNonce.CopyTo(renewed[state.Key.Length..]);
        ChaCha20.Xor(state.Key, state.Nonce, counter: 0, renewed, renewed);

        renewed[..state.Key.Length].CopyTo(state.Key);
        renewed[state.Key.Length..].CopyTo(state.InnerNonce);
        BinaryPrimitives.WriteUInt32LittleEndian(state.Counter, 1);
    }

    private static void AuthenticateMessage(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> tagBlock, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> encrypted, Span<byte> mac)
    {
        var authenticator = new Poly1305(key);
        authenticator.AbsorbPadded(additional);
        authenticator.Absorb(tagBlock);
        var rest = authenticator.Absorb(encrypted);

        // libsodium pads with as many zeros as the last block has bytes, instead of as many as it lacks.
        Span<byte> end = stackalloc byte[2 * Poly1305.BlockLength + 2 * sizeof(ulong)];
        end.Clear();
        rest.CopyTo(end);
        var lengths = end[(2 * rest.Length)..];
        BinaryPrimitives.WriteUInt64LittleEndian(lengths, (ulong)additional.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(lengths[sizeof(ulong)..], (ulong)(tagBlock.Length + encrypted.Length));
        authenticator.Finish(end[..(2 * rest.Length + 2 * sizeof(ulong))], mac);
    }

    private void Advance(ref SecretStreamState state, byte tag, ReadOnlySpan<byte> mac)
    {
        var nonce = state.InnerNonce;
        for (var i = 0; i < nonce.Length; i++) nonce[i] ^= mac[i];

        var counter = BinaryPrimitives.ReadUInt32LittleEndian(state.Counter) + 1;
        BinaryPrimitives.WriteUInt32LittleEndian(state.Counter, counter);
        if ((tag & RekeyTag) != 0 || counter == 0) SecretStreamRekey(ref state);
    }
}
