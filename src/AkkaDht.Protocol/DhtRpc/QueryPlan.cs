using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>What a query walks towards and what it asks on the way; defaults as in the reference (02-dht-rpc.md B7, B14).</summary>
/// <param name="Target">The point of the key space to walk to.</param>
/// <param name="Command">The command that every visited node is asked.</param>
public sealed record QueryPlan(NodeId Target, ulong Command)
{
    /// <summary>The command that every visited node is asked, at most 2^53−1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit the wire's <c>uint</c>.</exception>
    public ulong Command { get; init; } = CompactLimits.ThrowIfNoUInt(Command);

    /// <summary>How many nodes a query ends with, and the size of a full answer. Reference: <c>table.k</c>.</summary>
    public const int ClosestCount = 20;

    /// <summary>Whether the command is one that every node answers itself (<see cref="Commands"/>).</summary>
    public bool IsInternal { get; init; }

    /// <summary>The value that goes with the command, if any.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>How many requests run at once; requests that turned slow are not counted.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>How often an unanswered request is sent again.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>What happens at the closest nodes when the walk is over.</summary>
    public CommitMode Commit { get; init; }

    /// <summary>Where to start, the first visited first; fewer than <see cref="ClosestCount"/> are filled up from the routing table.</summary>
    public IReadOnlyList<Node> Seeds { get; init; } = [];

    /// <summary>Whether only <see cref="Seeds"/> are visited, whatever the replies tell of.</summary>
    public bool OnlySeeds { get; init; }

    /// <summary>Whether requests bypass the congestion window and are sent once.</summary>
    public bool Force { get; init; }

    /// <summary>Says which of the nodes that replies tell of may be visited; null means all.</summary>
    public Func<Node, bool>? Filter { get; init; }
}

/// <summary>What a query does at the closest nodes once it has found them.</summary>
public enum CommitMode : byte
{
    /// <summary>Nothing: the walk was the purpose.</summary>
    None,

    /// <summary>The same command, target and value again, with the token of each reply.</summary>
    Automatic,

    /// <summary>Whatever the caller does with each reply.</summary>
    Custom,
}

/// <summary>What a hostile network can make one query hold and send.</summary>
public sealed record QueryLimits
{
    /// <summary>The limits that nothing but a test needs to change.</summary>
    public static readonly QueryLimits Default = new();

    /// <summary>Addresses remembered; at the bound further ones are refused and counted.</summary>
    public int MaxCandidates { get; init; } = 4096;

    /// <summary>Nodes remembered as having told of one address; further ones are forgotten.</summary>
    public int MaxReferrers { get; init; } = 20;

    /// <summary>Down hints of the whole query, 0 for none; the node's own rate limit applies beside it.</summary>
    public int MaxDownHints { get; init; } = 50;

    /// <summary>Results that the consumer has not read at which no new visit begins. Reference: streamx <c>highWaterMark</c>.</summary>
    public int MaxUnreadResults { get; init; } = 16;
}
