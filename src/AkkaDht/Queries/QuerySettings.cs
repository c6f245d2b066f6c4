using Akka.Configuration;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Queries;

/// <summary>How a node walks: branch <c>akkadht.queries</c>.</summary>
public sealed record QuerySettings
{
    /// <summary>Requests that one query has in flight at once.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>Queries under way at once; a further one is refused.</summary>
    public int MaxQueries { get; init; } = 1024;

    /// <summary>What a hostile network can make one query hold and send.</summary>
    public QueryLimits Limits { get; init; } = QueryLimits.Default;

    /// <summary>Concurrency of a query that nobody waits for, while the node has other traffic.</summary>
    public int BackgroundConcurrency => Math.Min(Concurrency, Math.Max(2, Concurrency / 8));

    /// <summary>Reads the branch <c>akkadht.queries</c>.</summary>
    public static QuerySettings Create(Config config) => new()
    {
        Concurrency = config.Number("concurrency", min: 1),
        MaxQueries = config.Number("max-queries", min: 1),
        Limits = new QueryLimits
        {
            MaxCandidates = config.Number("max-candidates", min: 1),
            MaxReferrers = config.Number("max-referrers"),
            MaxDownHints = config.Number("max-down-hints"),
            MaxUnreadResults = config.Number("max-unread-results", min: 1),
        },
    };

    /// <summary>A walk of the node itself to <paramref name="target"/>.</summary>
    internal QueryPlan Background(NodeId target) =>
        new(target, Commands.FindNode) { IsInternal = true, Concurrency = BackgroundConcurrency };
}
