using System.Text.Json;
using AkkaDht.Protocol.Tests.Vectors;

namespace AkkaDht.Protocol.Tests.Fuzz;

/// <summary>What mutations start from: every <c>hex</c> of the vectors, however deep it stands.</summary>
internal static class FuzzCorpus
{
    private static readonly string[] Files = ["compact-encoding.json", "dht-rpc.json", "hyperdht.json"];

    public static byte[][] Load() =>
        [.. Files.SelectMany(VectorFile.Read).SelectMany(BytesIn)];

    private static IEnumerable<byte[]> BytesIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(BytesIn),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member is { Name: "hex", Value.ValueKind: JsonValueKind.String } ? [member.Value.Bytes()] : BytesIn(member.Value)),
        _ => [],
    };
}
