using System.Text.Json;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>The kind that tells a node's whole behaviour: datagrams in, datagrams out, step by step.</summary>
internal static class ExchangeVectors
{
    public static void NodeExchange(JsonElement vector) => NodeExchange(vector, new ExchangeNode(vector.Fields().GetProperty("node")));

    /// <summary>The same for a node with an application on top.</summary>
    public static void NodeExchange(JsonElement vector, ExchangeNode node)
    {
        foreach (var (index, step) in vector.Result().EnumerateArray().Index())
        {
            var input = step.GetProperty("in");
            var output = node.Handle(SocketOf(input), input.AddressOf("from"), input.Hex());

            string[] expected = [.. step.GetProperty("out").EnumerateArray().Select(sent => ExchangeNode.Line(SocketOf(sent), sent.AddressOf("to"), sent.Hex()))];
            Assert.True(expected.SequenceEqual(output), $"{vector.Name()}, step {index}: expected\n{string.Join('\n', expected)}\nbut was\n{string.Join('\n', output)}");
            if (step.Has("tableSize")) Assert.Equal(step.IntOf("tableSize"), node.TableSize);
        }
    }

    private static SocketRole SocketOf(JsonElement datagram) => datagram.GetProperty("socket").GetString() switch
    {
        "server" => SocketRole.Server,
        "client" => SocketRole.Client,
        var other => throw new InvalidOperationException($"There is no socket '{other}'."),
    };
}
