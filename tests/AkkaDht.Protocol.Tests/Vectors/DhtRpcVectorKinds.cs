using System.Text.Json;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>What to do with each kind of entry of dht-rpc.json; a new kind is one line here and one method that asserts.</summary>
internal static class DhtRpcVectorKinds
{
    public static readonly IReadOnlyDictionary<string, Action<JsonElement>> Handlers = new Dictionary<string, Action<JsonElement>>
    {
        ["xor-compare"] = KademliaVectors.XorCompare,
    };
}
