using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Announcing;

/// <summary>
/// The requests by which a server says that it is there, and that it is not any more: an announcement of its key without
/// addresses, signed for the one node that stores it (03-hyperdht.md §14).
/// </summary>
internal static class Presence
{
    /// <summary>Whether something can be signed for the sender: it has proved its id and issued a token.</summary>
    public static bool CanBeSignedFor(Reply found) => found is { FromId: not null, Token: not null };

    /// <summary>Asks a node what it knows of the server, and for a token.</summary>
    public static RequestSpec Find(NodeId target, Node node) => new(node.Address, PeerCommands.FindPeer) { ToId = node.Id, Target = target };

    /// <summary>Tells the node that answered of the server.</summary>
    public static RequestSpec Announce(ICryptoSuite crypto, KeyPair keyPair, NodeId target, Reply found)
    {
        var (id, token, peer) = (found.FromId!.Value, found.Token!.Value, new PeerRecord(keyPair.PublicKey, []));
        return Of(PeerCommands.Announce, target, found, peer, RecordSignatures.SignAnnounce(crypto, keyPair, target, id, token, peer));
    }

    /// <summary>Has the node that answered forget the server.</summary>
    public static RequestSpec Unannounce(ICryptoSuite crypto, KeyPair keyPair, NodeId target, Reply found)
    {
        var (id, token, peer) = (found.FromId!.Value, found.Token!.Value, new PeerRecord(keyPair.PublicKey, []));
        return Of(PeerCommands.Unannounce, target, found, peer, RecordSignatures.SignUnannounce(crypto, keyPair, target, id, token, peer));
    }

    private static RequestSpec Of(ulong command, NodeId target, Reply found, PeerRecord peer, Signature signature) => new(found.From, command)
    {
        ToId = found.FromId,
        Target = target,
        Token = found.Token,
        Value = new Announcement(peer, Refresh: null, signature, Bump: 0).ToBytes(),
    };
}
