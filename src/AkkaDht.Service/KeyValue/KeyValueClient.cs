using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Service.KeyValue;

/// <summary>The asking side of the key/value example of the dht-rpc README.</summary>
internal static class KeyValueClient
{
    /// <summary>With everything else that a reply carries, this still fits into the 1,200 bytes that every path takes whole.</summary>
    public const int MaxValueBytes = 1000;

    /// <summary>Walks to the value's target and stores it at the closest nodes; answers with the target and how many took it.</summary>
    /// <exception cref="DhtException">No node took it.</exception>
    public static async Task<(NodeId Target, int Nodes)> PutAsync(DhtNode node, ReadOnlyMemory<byte> value, CancellationToken cancellation)
    {
        var target = ValueStore.TargetOf(value.Span);
        var stored = 0;
        await using var query = node.QueryAndCommit(new QueryPlan(target, KeyValueActor.Values), async reply =>
        {
            var request = new RequestSpec(reply.From, KeyValueActor.Values) { Target = target, Token = reply.Token, Value = value };
            var answer = await node.RequestAsync(request, cancellation);
            if (answer.Error != ErrorCodes.Ok) throw new DhtException($"{reply.From} refused the value with error {answer.Error}.");
            Interlocked.Increment(ref stored);
        });
        await query.FinishedAsync(cancellation);
        return (target, stored);
    }

    /// <summary>Walks to <paramref name="target"/> until a node gives a value that hashes to it; null when none does.</summary>
    public static async Task<ReadOnlyMemory<byte>?> GetAsync(DhtNode node, NodeId target, CancellationToken cancellation)
    {
        await using var query = node.Query(new QueryPlan(target, KeyValueActor.Values));
        await foreach (var reply in query.WithCancellation(cancellation))
            if (reply.Value is { } value && ValueStore.TargetOf(value.Span) == target)
                return value;

        return null;
    }
}
