using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Noise;

/// <summary>What a handshake agreed upon (A5): the keys of a secret stream, and a hash that names this one handshake on both sides.</summary>
public sealed class HandshakeResult
{
    private readonly byte[] _sendKey = new byte[CipherState.KeyLength];
    private readonly byte[] _receiveKey = new byte[CipherState.KeyLength];
    private readonly byte[] _hash;

    internal HandshakeResult(SymmetricState state, bool isInitiator, PublicKey remoteStatic)
    {
        IsInitiator = isInitiator;
        RemoteStatic = remoteStatic;
        _hash = state.Hash.ToArray();
        if (isInitiator) state.Split(_sendKey, _receiveKey);
        else state.Split(_receiveKey, _sendKey);
    }

    /// <summary>What a handshake agreed upon that was carried out elsewhere.</summary>
    internal HandshakeResult(bool isInitiator, ReadOnlySpan<byte> sendKey, ReadOnlySpan<byte> receiveKey, ReadOnlySpan<byte> hash, PublicKey remoteStatic)
    {
        IsInitiator = isInitiator;
        RemoteStatic = remoteStatic;
        sendKey.CopyTo(_sendKey);
        receiveKey.CopyTo(_receiveKey);
        _hash = hash.ToArray();
    }

    /// <summary>Whether our side spoke first.</summary>
    public bool IsInitiator { get; }

    /// <summary>The key that the peer has proved to own; of zeros where the pattern has none (NN).</summary>
    public PublicKey RemoteStatic { get; }

    /// <summary>Secret: what our side encrypts with (32 bytes).</summary>
    public ReadOnlySpan<byte> SendKey => _sendKey;

    /// <summary>Secret: what the peer encrypts with (32 bytes).</summary>
    public ReadOnlySpan<byte> ReceiveKey => _receiveKey;

    /// <summary>The hash of the whole handshake (64 bytes), the same on both sides.</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>Overwrites the two keys.</summary>
    public void Clear()
    {
        CryptographicOperations.ZeroMemory(_sendKey);
        CryptographicOperations.ZeroMemory(_receiveKey);
    }
}
