using System.Text.Json;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>What to do with each kind of entry of dht-rpc.json; a new kind is one line here and one method that asserts.</summary>
internal static class DhtRpcVectorKinds
{
    public static readonly IReadOnlyDictionary<string, Action<JsonElement>> Handlers = new Dictionary<string, Action<JsonElement>>
    {
        ["request"] = DatagramVectors.Request,
        ["reply"] = DatagramVectors.Reply,
        ["datagram-decode"] = DatagramVectors.Decode,
        ["ping-nat-value"] = DatagramVectors.PingNatValue,
        ["delayed-ping-value"] = DatagramVectors.DelayedPingValue,
        ["down-hint-value"] = DatagramVectors.DownHintValue,
        ["node-id"] = KademliaVectors.IdOfAddress,
        ["xor-compare"] = KademliaVectors.XorCompare,
        ["routing-table"] = KademliaVectors.RoutingTable,
        ["closest-replies"] = KademliaVectors.ClosestReplies,
        ["congestion"] = MachineVectors.Congestion,
        ["nat-sampler"] = MachineVectors.NatSampler,
        ["health"] = MachineVectors.Health,
        ["token"] = TokenVectors.Token,
        ["secret-rotation"] = TokenVectors.SecretRotation,
        ["node-exchange"] = ExchangeVectors.NodeExchange,
    };
}
