using System.Buffers.Binary;
using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.SecretStreams;

/// <summary>
/// Seals and opens the unordered messages beside a secret stream (06-noise-secret-stream.md B6). Replays are not noticed: whoever
/// reads them expects them doubled and overtaken anyway. Reference: <c>@hyperswarm/secret-stream</c>, _boxMessage and _onmessage.
/// </summary>
/// <remarks>
/// <code>
/// 0   8   counter, little endian: the nonce, with zeros behind
/// 8   16  authenticator
/// 24      encrypted message
/// </code>
/// </remarks>
internal sealed class DatagramBox
{
    public const int Overhead = CounterLength + CipherLengths.Tag;

    private const int CounterLength = sizeof(ulong);

    private readonly ICryptoSuite _crypto;
    private readonly byte[] _sendKey = new byte[CipherLengths.Key];
    private readonly byte[] _receiveKey = new byte[CipherLengths.Key];
    private readonly ulong _initial;

    public DatagramBox(ICryptoSuite crypto, IRandomSource random, ReadOnlySpan<byte> hash, bool isInitiator)
    {
        _crypto = crypto;
        StreamNames.MessageKey(crypto, hash, isInitiator, _sendKey);
        StreamNames.MessageKey(crypto, hash, !isInitiator, _receiveKey);

        Span<byte> initial = stackalloc byte[CounterLength];
        random.Fill(initial);
        _initial = Counter = BinaryPrimitives.ReadUInt64LittleEndian(initial);
    }

    /// <summary>That of the last message sealed; tests move it.</summary>
    internal ulong Counter { get; set; }

    /// <summary>Seals <paramref name="plain"/> into a datagram that is <see cref="Overhead"/> longer; false when all counters have been used.</summary>
    public bool TrySeal(ReadOnlySpan<byte> plain, Span<byte> datagram)
    {
        if (Counter + 1 == _initial) return false;

        Counter++;
        BinaryPrimitives.WriteUInt64LittleEndian(datagram, Counter);
        Span<byte> nonce = stackalloc byte[CipherLengths.SecretBoxNonce];
        SetNonce(nonce, datagram);
        _crypto.SecretBoxSeal(_sendKey, nonce, plain, datagram[CounterLength..]);
        return true;
    }

    /// <summary>Opens a datagram into as much of <paramref name="plain"/> as it needs; false for what the peer did not seal.</summary>
    public bool TryOpen(ReadOnlySpan<byte> datagram, Span<byte> plain, out int length)
    {
        length = datagram.Length - Overhead;
        if (length < 0 || length > plain.Length) return false;

        Span<byte> nonce = stackalloc byte[CipherLengths.SecretBoxNonce];
        SetNonce(nonce, datagram);
        return _crypto.TrySecretBoxOpen(_receiveKey, nonce, datagram[CounterLength..], plain[..length]);
    }

    /// <summary>Overwrites the keys.</summary>
    public void Clear()
    {
        CryptographicOperations.ZeroMemory(_sendKey);
        CryptographicOperations.ZeroMemory(_receiveKey);
    }

    private static void SetNonce(Span<byte> nonce, ReadOnlySpan<byte> datagram)
    {
        nonce.Clear();
        datagram[..CounterLength].CopyTo(nonce);
    }
}
