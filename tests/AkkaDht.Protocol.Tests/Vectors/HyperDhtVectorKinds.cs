using System.Text.Json;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>What to do with each kind of entry of hyperdht.json; a new kind is one line here and one method that asserts.</summary>
internal static class HyperDhtVectorKinds
{
    public static readonly IReadOnlyDictionary<string, Action<JsonElement>> Handlers = new Dictionary<string, Action<JsonElement>>
    {
        ["handshake"] = PeerMessageVectors.Handshake,
        ["holepunch"] = PeerMessageVectors.Holepunch,
        ["noise-payload"] = PeerMessageVectors.NoisePayload,
        ["holepunch-payload"] = PeerMessageVectors.HolepunchPayload,
        ["relay-pair"] = PeerMessageVectors.RelayPair,
        ["relay-unpair"] = PeerMessageVectors.RelayUnpair,
        ["peer"] = RecordMessageVectors.Peer,
        ["peers"] = RecordMessageVectors.Peers,
        ["lookup-reply"] = RecordMessageVectors.Lookup,
        ["announce"] = RecordMessageVectors.Announce,
        ["mutable-signable"] = RecordMessageVectors.MutableSignable,
        ["mutable-put"] = RecordMessageVectors.MutablePut,
        ["mutable-get"] = RecordMessageVectors.MutableGet,
        ["mutable-get-reply"] = RecordMessageVectors.MutableGetReply,
        ["plugin"] = RecordMessageVectors.Plugin,
        ["address"] = RecordMessageVectors.Address,
        ["namespace"] = PeerKeyVectors.Namespace,
        ["key-pair"] = PeerKeyVectors.Pair,
        ["hash"] = PeerKeyVectors.Hash,
        ["announce-signature"] = PeerKeyVectors.AnnounceSignature,
        ["unannounce-signature"] = PeerKeyVectors.UnannounceSignature,
        ["mutable-signature"] = PeerKeyVectors.MutableSignature,
        ["refresh-chain"] = PeerKeyVectors.Chain,
        ["noise"] = PeerSecretVectors.Noise,
        ["sealed-payload"] = PeerSecretVectors.SealedPayload,
        ["holepunch-token"] = PeerSecretVectors.HolepunchToken,
        ["address-class"] = PeerRuleVectors.AddressClass,
        ["nat"] = PeerRuleVectors.Nat,
        ["match-address"] = PeerRuleVectors.MatchAddress,
        ["swarm-duplicate"] = PeerRuleVectors.SwarmDuplicate,
        ["swarm-priority"] = PeerRuleVectors.SwarmPriority,
        ["node-exchange"] = PeerExchangeVectors.NodeExchange,
    };
}
