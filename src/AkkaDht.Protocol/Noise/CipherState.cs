using System.Buffers.Binary;
using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Noise;

/// <summary>Encrypts the fields of a handshake: ChaCha20-Poly1305 under a key that every agreement replaces, and a counter.</summary>
internal sealed class CipherState(ICryptoSuite crypto)
{
    /// <summary>Length of a key, in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>How much longer an encrypted field is than the plain one, in bytes.</summary>
    public const int TagLength = 16;

    private const int NonceLength = 12;
    private const int CounterOffset = 4;

    private readonly byte[] _key = new byte[KeyLength];

    /// <summary>Whether there is a key yet; until then fields go in clear.</summary>
    public bool HasKey { get; private set; }

    /// <summary>How many fields went under the key.</summary>
    public uint Counter { get; private set; }

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key => _key;

    /// <summary>How much longer a field becomes now, in bytes.</summary>
    public int Overhead => HasKey ? TagLength : 0;

    public void SetKey(ReadOnlySpan<byte> key)
    {
        key.CopyTo(_key);
        HasKey = true;
        Counter = 0;
    }

    public void Seal(ReadOnlySpan<byte> additional, ReadOnlySpan<byte> plain, Span<byte> cipher) =>
        crypto.AeadSeal(_key, NextNonce(stackalloc byte[NonceLength]), additional, plain, cipher);

    public bool TryOpen(ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, Span<byte> plain) =>
        crypto.TryAeadOpen(_key, NextNonce(stackalloc byte[NonceLength]), additional, cipher, plain);

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(_key);
        HasKey = false;
    }

    // 4 zero bytes, the counter in 4, 4 zero bytes. A handshake has at most three messages.
    private Span<byte> NextNonce(Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(nonce[CounterOffset..], Counter++);
        return nonce;
    }
}
