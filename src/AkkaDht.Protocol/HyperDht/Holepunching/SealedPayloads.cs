using System.Diagnostics.CodeAnalysis;
using System.Text;
using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>
/// Seals what a peer says of a hole punch, so that the nodes between do not understand it, and opens what the other says
/// (03-hyperdht.md §7). Reference: hyperdht <c>lib/secure-payload.js</c>.
/// <code>
/// | nonce | tag | encrypted payload |
/// | 24    | 16  | 1 or more         |
/// </code>
/// </summary>
public sealed class SealedPayloads
{
    private const int NonceLength = 24;
    private const int Overhead = NonceLength + CipherLengths.Tag;
    private const int MaxHostLength = 15;

    private readonly ICryptoSuite _crypto;
    private readonly IRandomSource _random;
    private readonly byte[] _secret;
    private readonly byte[] _localSecret = new byte[SecretToken.Length];

    /// <summary>Both peers of one handshake have the same <paramref name="holepunchSecret"/> (32 bytes).</summary>
    public SealedPayloads(ICryptoSuite crypto, IRandomSource random, ReadOnlySpan<byte> holepunchSecret)
    {
        (_crypto, _random, _secret) = (crypto, random, holepunchSecret.ToArray());
        random.Fill(_localSecret);
    }

    /// <summary>The bytes that say <paramref name="payload"/> to the peer alone.</summary>
    public byte[] Seal(HolepunchPayload payload)
    {
        var bytes = new byte[Overhead + payload.Measure()];
        var writer = new CompactWriter(bytes.AsSpan(Overhead));
        payload.Encode(ref writer);
        _random.Fill(bytes.AsSpan(0, NonceLength));
        _crypto.SecretBoxSeal(_secret, bytes.AsSpan(0, NonceLength), bytes.AsSpan(Overhead), bytes.AsSpan(NonceLength));
        return bytes;
    }

    /// <summary>What the peer says; false when these bytes are not the peer's, or make no sense.</summary>
    public bool TryOpen(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out HolepunchPayload? payload)
    {
        payload = null;
        if (bytes.Length <= Overhead) return false;

        var plain = new byte[bytes.Length - Overhead];
        return _crypto.TrySecretBoxOpen(_secret, bytes[..NonceLength], bytes[NonceLength..], plain)
            && HolepunchPayload.TryDecode(plain, out payload);
    }

    /// <summary>The token that only whoever receives at <paramref name="host"/> (in reading order) can echo.</summary>
    public SecretToken TokenOf(uint host)
    {
        Span<byte> text = stackalloc byte[MaxHostLength];
        var length = Encoding.ASCII.GetBytes(new PeerAddress(host, 0).HostText, text);
        Span<byte> token = stackalloc byte[SecretToken.Length];
        _crypto.Blake2b256(_localSecret, text[..length], token);
        return SecretToken.Read(token);
    }
}
