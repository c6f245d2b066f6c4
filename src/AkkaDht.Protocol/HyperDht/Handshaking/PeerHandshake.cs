using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;

namespace AkkaDht.Protocol.HyperDht.Handshaking;

/// <summary>
/// One side of the handshake between a client and a server: two Noise messages that carry a <see cref="NoisePayload"/> each
/// (03-hyperdht.md §7). Reference: hyperdht <c>lib/noise-wrap.js</c>.
/// </summary>
public sealed class PeerHandshake
{
    /// <summary>Length of the secret of a hole punch, in bytes.</summary>
    public const int SecretLength = 32;

    private readonly ICryptoSuite _crypto;
    private readonly HandshakeState _state;

    private PeerHandshake(ICryptoSuite crypto, IRandomSource random, KeyPair local, PublicKey? remote)
    {
        _crypto = crypto;
        _state = new HandshakeState(crypto, random, NoisePattern.IK, remote is not null, Namespaces.PeerHandshake, local, remote);
    }

    /// <summary>The client's side, which knows whom it wants to reach and writes first.</summary>
    public static PeerHandshake Initiate(ICryptoSuite crypto, IRandomSource random, KeyPair local, PublicKey remote) =>
        new(crypto, random, local, remote);

    /// <summary>The server's side, which learns from the first message who it is.</summary>
    public static PeerHandshake Respond(ICryptoSuite crypto, IRandomSource random, KeyPair local) => new(crypto, random, local, null);

    /// <summary>Whom the handshake is with; at the server once the first message is read.</summary>
    public PublicKey RemoteKey => _state.RemoteStatic;

    /// <summary>What was agreed upon, once both messages have passed; its secrets belong to whoever takes it.</summary>
    public HandshakeResult? Result => _state.Result;

    /// <summary>Writes our message; false when the peer's key proves to be no usable point, which ends the handshake.</summary>
    public bool TryWrite(NoisePayload payload, [NotNullWhen(true)] out byte[]? message)
    {
        var bytes = payload.ToBytes();
        message = new byte[_state.MeasureMessage(bytes.Length)];
        if (_state.WriteMessage(bytes, message) == 0) message = null;
        return message is not null;
    }

    /// <summary>Reads the peer's message; false when it is not authentic or its payload is malformed.</summary>
    public bool TryRead(ReadOnlySpan<byte> message, [NotNullWhen(true)] out NoisePayload? payload)
    {
        payload = null;
        var plain = new byte[message.Length];
        return _state.TryReadMessage(message, plain, out var length) == NoiseError.None
            && NoisePayload.TryDecode(plain.AsSpan(0, length), out payload);
    }

    /// <summary>The secret (<see cref="SecretLength"/> bytes) that both sides seal what they say of a hole punch with; once there is a <see cref="Result"/>.</summary>
    public byte[] HolepunchSecret()
    {
        Invariant.That(Result is not null, "a secret is derived from a finished handshake");
        var secret = new byte[SecretLength];
        _crypto.Blake2b256(Result.Hash, Namespaces.PeerHolepunch, secret);
        return secret;
    }

    /// <summary>Ends the handshake, if it goes on, and overwrites its secrets; the <see cref="Result"/> is left to its owner.</summary>
    public void Clear() => _state.Clear();
}
