using System.Text.Json;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Kinds about the key space: ids, distances and the routing table.</summary>
internal static class KademliaVectors
{
    public static void XorCompare(JsonElement vector)
    {
        var fields = vector.Fields();
        var sign = Math.Sign(fields.IdOf("target").CompareDistance(fields.IdOf("a"), fields.IdOf("b")));
        Assert.Equal(vector.IntOf("result"), sign);
    }
}
