using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// What the owner of a key signs (03-hyperdht.md §4): 64 bytes, a name of the purpose and a hash. An announcement is signed for one
/// storing node and one token, so that nobody can repeat it elsewhere or later. Reference: hyperdht <c>lib/persistent.js</c>.
/// </summary>
public static class RecordSignatures
{
    /// <summary>Length of what is signed, in bytes.</summary>
    public const int SignableLength = Namespaces.Length + HashLength;

    private const int HashLength = 32;

    /// <summary>
    /// Signs an announcement of <paramref name="peer"/> under <paramref name="target"/>, for the node <paramref name="storedBy"/> that
    /// issued <paramref name="token"/>. All relays are signed, though fewer are stored.
    /// </summary>
    public static Signature SignAnnounce(
        ICryptoSuite crypto, KeyPair keyPair, NodeId target, NodeId storedBy, in RoundTripToken token, PeerRecord peer, SecretToken? refresh = null) =>
        Sign(crypto, keyPair, Announcement(crypto, Namespaces.Announce, target, storedBy, token, peer, refresh));

    /// <summary>Signs that the announcement is withdrawn.</summary>
    public static Signature SignUnannounce(
        ICryptoSuite crypto, KeyPair keyPair, NodeId target, NodeId storedBy, in RoundTripToken token, PeerRecord peer, SecretToken? refresh = null) =>
        Sign(crypto, keyPair, Announcement(crypto, Namespaces.Unannounce, target, storedBy, token, peer, refresh));

    /// <summary>Signs <paramref name="value"/> (any length) with its sequence number.</summary>
    public static Signature SignMutable(ICryptoSuite crypto, KeyPair keyPair, ulong seq, ReadOnlySpan<byte> value) =>
        Sign(crypto, keyPair, Mutable(crypto, seq, value));

    /// <summary>Whether <paramref name="signature"/> is that of the announced peer.</summary>
    public static bool VerifyAnnounce(
        ICryptoSuite crypto, in Signature signature, NodeId target, NodeId storedBy, in RoundTripToken token, PeerRecord peer, SecretToken? refresh) =>
        Verify(crypto, signature, peer.PublicKey, Announcement(crypto, Namespaces.Announce, target, storedBy, token, peer, refresh));

    /// <summary>Whether <paramref name="signature"/> is that of the peer that withdraws.</summary>
    public static bool VerifyUnannounce(
        ICryptoSuite crypto, in Signature signature, NodeId target, NodeId storedBy, in RoundTripToken token, PeerRecord peer, SecretToken? refresh) =>
        Verify(crypto, signature, peer.PublicKey, Announcement(crypto, Namespaces.Unannounce, target, storedBy, token, peer, refresh));

    /// <summary>Whether the owner of <paramref name="publicKey"/> signed <paramref name="value"/>.</summary>
    public static bool VerifyMutable(ICryptoSuite crypto, PublicKey publicKey, MutableValue value) =>
        Verify(crypto, value.Signature, publicKey, Mutable(crypto, value.Seq, value.Value.Span));

    /// <summary>The bytes that an announcement signs, or its withdrawal.</summary>
    internal static byte[] Announcement(
        ICryptoSuite crypto, ReadOnlySpan<byte> purpose, NodeId target, NodeId storedBy, in RoundTripToken token, PeerRecord peer, SecretToken? refresh)
    {
        var input = new byte[2 * NodeId.Length + RoundTripToken.Length + peer.Measure() + (refresh is null ? 0 : SecretToken.Length)];
        var writer = new CompactWriter(input);
        target.CopyTo(writer.Take(NodeId.Length));
        storedBy.CopyTo(writer.Take(NodeId.Length));
        token.CopyTo(writer.Take(RoundTripToken.Length));
        peer.Encode(ref writer);
        if (refresh is { } hash) writer.WriteToken(hash);
        return Signable(crypto, purpose, input);
    }

    /// <summary>The bytes that a mutable value signs.</summary>
    internal static byte[] Mutable(ICryptoSuite crypto, ulong seq, ReadOnlySpan<byte> value)
    {
        var input = new byte[MutableValue.MeasureSigned(seq, value.Length)];
        var writer = new CompactWriter(input);
        MutableValue.WriteSigned(ref writer, seq, value);
        return Signable(crypto, Namespaces.MutablePut, input);
    }

    private static byte[] Signable(ICryptoSuite crypto, ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> input)
    {
        var signable = new byte[SignableLength];
        purpose.CopyTo(signable);
        crypto.Blake2b256(input, signable.AsSpan(Namespaces.Length));
        return signable;
    }

    private static Signature Sign(ICryptoSuite crypto, KeyPair keyPair, ReadOnlySpan<byte> signable)
    {
        Signature signature = default;
        keyPair.Sign(crypto, signable, signature);
        return signature;
    }

    private static bool Verify(ICryptoSuite crypto, in Signature signature, PublicKey publicKey, ReadOnlySpan<byte> signable)
    {
        Span<byte> key = stackalloc byte[PublicKey.Length];
        publicKey.CopyTo(key);
        return crypto.Verify(signable, key, signature);
    }
}
