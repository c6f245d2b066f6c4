using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht;

/// <summary>How a walk to the node heard last went: the reference's <c>rttStats</c>.</summary>
/// <param name="Successes">Replies without an error code.</param>
/// <param name="Errors">Replies with an error code, and visits without a reply.</param>
/// <param name="Responses">Over all replies.</param>
/// <param name="ClosestReplies">Over the replies of the closest nodes.</param>
public sealed record RttStats(int Successes, int Errors, RttStats.Averages Responses, RttStats.Averages ClosestReplies)
{
    /// <summary>Averages over some replies; zeros when there are none.</summary>
    /// <param name="Rtt">Round-trip time.</param>
    /// <param name="CloserNodes">Closer nodes told of per reply.</param>
    public readonly record struct Averages(TimeSpan Rtt, double CloserNodes);

    internal static async Task<RttStats> MeasureAsync(DhtNode node, CancellationToken cancellationToken)
    {
        var latest = await node.GetNodesAsync(limit: 1, cancellationToken);
        if (latest.Count == 0) return new RttStats(0, 0, default, default);

        await using var query = node.FindNode(latest[0].Id);
        var replies = new List<Reply>();
        await foreach (var reply in query.WithCancellation(cancellationToken)) replies.Add(reply);
        return new RttStats(query.Stats.Successes, query.Stats.Errors, AverageOf(replies), AverageOf(query.ClosestReplies));
    }

    private static Averages AverageOf(IReadOnlyCollection<Reply> replies) => replies.Count == 0 ? default : new Averages(
        TimeSpan.FromTicks((long)replies.Average(reply => reply.Rtt.Ticks)), replies.Average(reply => reply.CloserNodes.Count));
}
