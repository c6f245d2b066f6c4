using System.Text.Json;
using AkkaDht.Protocol.Tests.Vectors;

namespace AkkaDht.Protocol.Tests.Fuzz;

/// <summary>What mutations start from: every <c>hex</c> of the vectors, however deep it stands.</summary>
internal static class FuzzCorpus
{
    public static byte[][] Load() =>
        [.. VectorFile.Read("compact-encoding.json").Concat(VectorFile.Read("dht-rpc.json")).SelectMany(BytesIn)];

    private static IEnumerable<byte[]> BytesIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(BytesIn),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member is { Name: "hex", Value.ValueKind: JsonValueKind.String } ? [member.Value.Bytes()] : BytesIn(member.Value)),
        _ => [],
    };
}
