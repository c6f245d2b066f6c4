using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Supervision;

namespace AkkaDht.Records;

/// <summary>The walks that records are found by (03-hyperdht.md §15), and what a reply on the way means; one that means nothing is no result.</summary>
internal static class RecordWalks
{
    public static QueryMessages.Start Lookup(RecordMessages.Lookup lookup) => new(ToTopic(lookup.Topic)) { Map = PeersIn };

    public static QueryMessages.Start FindPeer(RecordMessages.FindPeer find, NodeParts parts)
    {
        var start = ToServer(find.Target);
        Node[] seeds = [.. find.Seeds.Select(seed => new Node(parts.IdOf(seed), seed))];
        return start with { Plan = start.Plan with { Seeds = seeds, Retries = find.Retries ?? start.Plan.Retries } };
    }

    public static QueryMessages.Start ToServer(NodeId target) => new(new QueryPlan(target, PeerCommands.FindPeer)) { Map = ServerIn };

    public static QueryPlan ToTopic(NodeId topic) => new(topic, PeerCommands.Lookup);

    public static LookupResult? PeersIn(Reply reply) =>
        reply.Value is { } value && LookupReply.TryDecode(value.Span, out var said)
            ? new LookupResult(reply.From, reply.FromId, reply.To, reply.Token, said.Peers, said.Bump)
            : null;

    private static FindPeerResult? ServerIn(Reply reply) =>
        reply.Value is { } value && PeerRecord.TryDecode(value.Span, out var record)
            ? new FindPeerResult(reply.From, reply.To, reply.Token, record)
            : null;
}
