using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.Noise;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>
/// A client's handshake that several nodes carry: its message is made once, so that the server knows copies of it, and an answer that a
/// node made up does not spoil the server's own, which may come by another one.
/// </summary>
internal sealed class ClientHandshake
{
    private readonly ICryptoSuite _crypto;
    private readonly Recording _random;
    private readonly KeyPair _local;
    private readonly PublicKey _remote;
    private readonly NoisePayload _payload;
    private PeerHandshake? _handshake;

    private ClientHandshake(ICryptoSuite crypto, IRandomSource random, KeyPair local, PublicKey remote, NoisePayload payload)
    {
        (_crypto, _random, _local, _remote, _payload) = (crypto, new Recording(random), local, remote, payload);
    }

    /// <summary>The message, the same for every node.</summary>
    public ReadOnlyMemory<byte> Message { get; private set; }

    /// <summary>Makes the message; null when the server's key is none.</summary>
    public static ClientHandshake? Begin(ICryptoSuite crypto, IRandomSource random, KeyPair local, PublicKey remote, NoisePayload payload)
    {
        var handshake = new ClientHandshake(crypto, random, local, remote, payload);
        return handshake.TryWrite() ? handshake : null;
    }

    /// <summary>Reads an answer; false when it is not the server's, and the next one may be.</summary>
    public bool TryRead(
        ReadOnlySpan<byte> answer, [NotNullWhen(true)] out NoisePayload? payload, [NotNullWhen(true)] out HandshakeResult? keys, [NotNullWhen(true)] out byte[]? holepunchSecret)
    {
        (payload, keys, holepunchSecret) = (null, null, null);
        if (_handshake is null && !TryWrite()) return false;
        if (!_handshake!.TryRead(answer, out payload))
        {
            _handshake.Result?.Clear();
            _handshake.Clear();
            _handshake = null;
            return false;
        }

        keys = _handshake.Result!;
        holepunchSecret = _handshake.HolepunchSecret();
        return true;
    }

    /// <summary>Overwrites what could read further answers; the keys that were agreed on are left to their owner.</summary>
    public void Clear()
    {
        _random.Clear();
        _handshake?.Clear();
        _handshake = null;
    }

    // The same ephemeral key, and so the same message.
    private bool TryWrite()
    {
        _random.Rewind();
        _handshake = PeerHandshake.Initiate(_crypto, _random, _local, _remote);
        if (!_handshake.TryWrite(_payload, out var message)) return false;

        Message = message;
        return true;
    }

    /// <summary>Gives the same bytes again after <see cref="Rewind"/>.</summary>
    private sealed class Recording(IRandomSource random) : IRandomSource
    {
        private readonly List<byte[]> _drawn = [];
        private int _next;

        public void Rewind() => _next = 0;

        public void Clear()
        {
            foreach (var bytes in _drawn) CryptographicOperations.ZeroMemory(bytes);
            _drawn.Clear();
            _next = 0;
        }

        public void Fill(Span<byte> destination)
        {
            if (_next == _drawn.Count)
            {
                var bytes = new byte[destination.Length];
                random.Fill(bytes);
                _drawn.Add(bytes);
            }

            _drawn[_next++].CopyTo(destination);
        }

        public int Next(int exclusiveUpperBound) => random.Next(exclusiveUpperBound);
    }
}
