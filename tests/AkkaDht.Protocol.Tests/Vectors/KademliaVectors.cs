using System.Text.Json;
using AkkaDht.Protocol.Kademlia;

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

    public static void ClosestReplies(JsonElement vector)
    {
        NodeId[] replies = [.. vector.Fields().GetProperty("replies").EnumerateArray().Select(id => NodeId.Parse(id.GetString()!))];
        var closest = new ClosestNodes<int>(vector.Fields().IdOf("target"), capacity: 20);

        var closer = new List<bool>();
        foreach (var (index, id) in replies.Index())
        {
            closer.Add(closest.IsCloser(id));
            closest.TryAdd(id, index);
        }

        Assert.Equal(vector.Result().GetProperty("isCloser").EnumerateArray().Select(flag => flag.GetBoolean()), closer);
        Assert.Equal(vector.Result().GetProperty("order").EnumerateArray().Select(index => index.GetInt32()), closest.Items.ToArray());
    }
}
