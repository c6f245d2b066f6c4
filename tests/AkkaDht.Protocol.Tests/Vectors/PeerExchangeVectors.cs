using System.Text.Json;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>The kind that tells what a node stores and passes on: datagrams in, datagrams out, step by step.</summary>
internal static class PeerExchangeVectors
{
    // Later than every bump that was recorded.
    private const long UnixMilliseconds = 1_800_000_000_000;

    public static void NodeExchange(JsonElement vector) => PeerKeyVectors.OnEverySuite(suite =>
    {
        var node = vector.Fields().GetProperty("node");
        var settings = new RecordStoreSettings();
        var router = new PeerRouter(settings);
        var store = new RecordStore(settings, suite, new SeededRandom(1), router);
        NodeId? ownId = node.BoolOf("ephemeral") ? null : node.IdOf("id");
        ExchangeVectors.NodeExchange(vector, new ExchangeNode(node, Handle));

        void Handle(RpcEndpoint<NodeId> endpoint, IncomingRequest request)
        {
            switch (request.Command)
            {
                case PeerCommands.PeerHandshake: Do(endpoint, request, router.HandleHandshake(Instant.Zero, request)); break;
                case PeerCommands.PeerHolepunch: Do(endpoint, request, router.HandleHolepunch(Instant.Zero, request)); break;
                default: Reply(endpoint, request, store.Handle(Instant.Zero, request, ownId, UnixMilliseconds)); break;
            }
        }
    });

    private static void Do(RpcEndpoint<NodeId> endpoint, IncomingRequest request, RouterVerdict verdict)
    {
        switch (verdict)
        {
            case RouterVerdict.Reply reply: Reply(endpoint, request, reply.Answer); break;
            case RouterVerdict.Forward forward: endpoint.HandleRelay(request, forward.Value, forward.To, forward.Socket); break;
            default: Assert.IsType<RouterVerdict.Drop>(verdict); break;
        }
    }

    private static void Reply(RpcEndpoint<NodeId> endpoint, IncomingRequest request, Answer? answer)
    {
        if (answer is null) endpoint.HandleIgnore(request);
        else endpoint.HandleAnswer(Instant.Zero, request, answer);
    }
}
