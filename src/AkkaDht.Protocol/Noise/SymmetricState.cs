using System.Security.Cryptography;
using System.Text;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Noise;

/// <summary>
/// What both sides of a handshake have in common so far (A4): the hash of everything sent, the chaining key made of everything
/// agreed upon, and the cipher under the key that follows from it.
/// </summary>
internal sealed class SymmetricState
{
    private readonly ICryptoSuite _crypto;
    private readonly CipherState _cipher;
    private readonly byte[] _hash = new byte[Hkdf.HashLength];
    private readonly byte[] _chainingKey = new byte[Hkdf.HashLength];

    public SymmetricState(ICryptoSuite crypto, string protocolName, ReadOnlySpan<byte> prologue)
    {
        _crypto = crypto;
        _cipher = new CipherState(crypto);
        Encoding.ASCII.GetBytes(protocolName, _hash);
        _hash.CopyTo(_chainingKey, 0);
        MixHash(prologue);
    }

    /// <summary>The hash (64 bytes).</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>The chaining key (64 bytes).</summary>
    public ReadOnlySpan<byte> ChainingKey => _chainingKey;

    /// <summary>The cipher of the next field.</summary>
    public CipherState Cipher => _cipher;

    public void MixHash(ReadOnlySpan<byte> data) => _crypto.Blake2b512(_hash, data, _hash);

    public void MixKey(ReadOnlySpan<byte> shared)
    {
        Span<byte> outputs = stackalloc byte[2 * Hkdf.HashLength];
        Hkdf.Derive(_crypto, _chainingKey, shared, outputs);
        outputs[..Hkdf.HashLength].CopyTo(_chainingKey);
        _cipher.SetKey(outputs.Slice(Hkdf.HashLength, CipherState.KeyLength));
        CryptographicOperations.ZeroMemory(outputs);
    }

    /// <summary>Writes a field that is <see cref="CipherState.Overhead"/> longer than <paramref name="plain"/>.</summary>
    public void EncryptAndHash(ReadOnlySpan<byte> plain, Span<byte> field)
    {
        if (_cipher.HasKey) _cipher.Seal(_hash, plain, field);
        else plain.CopyTo(field);
        MixHash(field);
    }

    /// <summary>Reads a field that is <see cref="CipherState.Overhead"/> longer than <paramref name="plain"/>; false when it is not authentic.</summary>
    public bool TryDecryptAndHash(ReadOnlySpan<byte> field, Span<byte> plain)
    {
        if (!_cipher.HasKey) field.CopyTo(plain);
        else if (!_cipher.TryOpen(_hash, field, plain)) return false;

        MixHash(field);
        return true;
    }

    /// <summary>The keys of the two directions: what the initiator sends with, and what the responder sends with (32 bytes each).</summary>
    public void Split(Span<byte> initiators, Span<byte> responders)
    {
        Span<byte> outputs = stackalloc byte[2 * Hkdf.HashLength];
        Hkdf.Derive(_crypto, _chainingKey, [], outputs);
        outputs[..CipherState.KeyLength].CopyTo(initiators);
        outputs.Slice(Hkdf.HashLength, CipherState.KeyLength).CopyTo(responders);
        CryptographicOperations.ZeroMemory(outputs);
    }

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(_chainingKey);
        CryptographicOperations.ZeroMemory(_hash);
        _cipher.Clear();
    }
}
