using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Records.Operations;

/// <summary>Withdraws an announcement at each node that has it, or may have it among more than it told.</summary>
internal static class Withdrawals
{
    /// <summary>What to ask of the node that gave this reply to a lookup; null when there is nothing to withdraw, or no way to.</summary>
    public static RequestSpec? For(ICryptoSuite crypto, NodeId topic, KeyPair keyPair, Reply reply)
    {
        if (RecordWalks.PeersIn(reply) is not { Token: { } token, FromId: { } id } found) return null;
        if (found.Peers.Count < RecordStore.MaxTold && found.Peers.All(peer => peer.PublicKey != keyPair.PublicKey)) return null;

        var record = new PeerRecord(keyPair.PublicKey, []);
        var signature = RecordSignatures.SignUnannounce(crypto, keyPair, topic, id, token, record);
        return new RequestSpec(reply.From, PeerCommands.Unannounce)
        {
            Target = topic,
            Token = token,
            Value = new Announcement(record, null, signature, 0).ToBytes(),
        };
    }
}
