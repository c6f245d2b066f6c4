using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Announcing;

/// <summary>
/// The requests by which a server says that it is there, and that it is not any more: an announcement of its key without
/// addresses, signed for the one node that stores it (03-hyperdht.md §3.6, §4).
/// </summary>
internal static class Presence
{
    private const ulong FindPeer = 2;
    private const ulong AnnounceCommand = 4;
    private const ulong UnannounceCommand = 5;
    private const byte HasPeerAndSignature = 1 | 4;
    private const int SignatureLength = 64;
    private const int HashLength = 32;

    // A peer: its key, and no relay addresses.
    private const int PeerLength = PublicKey.Length + 1;

    private static ReadOnlySpan<byte> AnnounceNamespace =>
    [
        0x36, 0x38, 0x6a, 0xdd, 0xdf, 0x9f, 0x6f, 0xd6, 0x0d, 0xb8, 0x3a, 0x6f, 0x42, 0xfc, 0x15, 0x9d,
        0x11, 0x46, 0xaa, 0x86, 0x44, 0x03, 0x76, 0x64, 0x23, 0x0a, 0xaa, 0x1f, 0x01, 0x79, 0xd4, 0x97,
    ];

    private static ReadOnlySpan<byte> UnannounceNamespace =>
    [
        0xde, 0xd2, 0x93, 0xcd, 0x93, 0xfb, 0x39, 0x5e, 0x75, 0x6e, 0xcf, 0x5f, 0xff, 0x42, 0x65, 0x29,
        0xe7, 0x2c, 0x36, 0xea, 0xcc, 0x22, 0xe5, 0xed, 0x94, 0x4d, 0x90, 0x99, 0xa2, 0x56, 0x1e, 0x32,
    ];

    /// <summary>The point of the key space at which the server of <paramref name="key"/> is found.</summary>
    public static NodeId TargetOf(ICryptoSuite crypto, PublicKey key)
    {
        Span<byte> bytes = stackalloc byte[PublicKey.Length];
        Span<byte> hash = stackalloc byte[HashLength];
        key.CopyTo(bytes);
        crypto.Blake2b256(bytes, hash);
        return NodeId.Read(hash);
    }

    /// <summary>Whether something can be signed for the sender: it has proved its id and issued a token.</summary>
    public static bool CanBeSignedFor(Reply found) => found is { FromId: not null, Token: not null };

    public static RequestSpec Find(NodeId target, Node node) => new(node.Address, FindPeer) { ToId = node.Id, Target = target };

    public static RequestSpec Announce(ICryptoSuite crypto, KeyPair keyPair, NodeId target, Reply found) =>
        Signed(crypto, keyPair, AnnounceCommand, AnnounceNamespace, target, found);

    public static RequestSpec Unannounce(ICryptoSuite crypto, KeyPair keyPair, NodeId target, Reply found) =>
        Signed(crypto, keyPair, UnannounceCommand, UnannounceNamespace, target, found);

    private static RequestSpec Signed(
        ICryptoSuite crypto, KeyPair keyPair, ulong command, ReadOnlySpan<byte> space, NodeId target, Reply found)
    {
        var value = new byte[1 + PeerLength + SignatureLength];
        value[0] = HasPeerAndSignature;
        keyPair.PublicKey.CopyTo(value.AsSpan(1));
        var (id, token) = (found.FromId!.Value, found.Token!.Value);

        Span<byte> claim = stackalloc byte[NodeId.Length + NodeId.Length + RoundTripToken.Length + PeerLength];
        target.CopyTo(claim);
        id.CopyTo(claim[NodeId.Length..]);
        token.CopyTo(claim[(2 * NodeId.Length)..]);
        value.AsSpan(1, PeerLength).CopyTo(claim[^PeerLength..]);

        Span<byte> signed = stackalloc byte[HashLength + HashLength];
        space.CopyTo(signed);
        crypto.Blake2b256(claim, signed[HashLength..]);
        keyPair.Sign(crypto, signed, value.AsSpan(1 + PeerLength));
        return new RequestSpec(found.From, command) { ToId = id, Target = target, Token = token, Value = value };
    }
}
