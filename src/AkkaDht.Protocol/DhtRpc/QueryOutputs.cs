using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>A query wants its command sent to a node.</summary>
/// <param name="Number">Names the visit when its reply, failure or slowness is handed in.</param>
/// <param name="To">Who is asked.</param>
public readonly record struct Visit(int Number, Node To);

/// <summary>A query wants to know where to begin.</summary>
/// <param name="Source">Who is to say.</param>
/// <param name="Count">How many nodes are missing.</param>
public readonly record struct SeedRequest(SeedSource Source, int Count);

/// <summary>Who knows nodes to begin a query with.</summary>
public enum SeedSource : byte
{
    /// <summary>The nodes of the own routing table that are closest to the target.</summary>
    Table,

    /// <summary>The bootstrap nodes, resolved anew.</summary>
    Bootstrap,
}

/// <summary>A query wants a node told that another one it speaks of does not answer.</summary>
/// <param name="To">Who is told.</param>
/// <param name="Down">Who does not answer.</param>
public readonly record struct DownHint(Node To, PeerAddress Down);

/// <summary>A query wants a commit at one of the closest nodes.</summary>
/// <param name="Number">Names the commit when it is settled.</param>
/// <param name="Reply">What that node replied; with an automatic commit its token is present.</param>
public readonly record struct CommitRequest(int Number, Reply Reply);

/// <summary>How a query ended.</summary>
public enum QueryOutcome : byte
{
    /// <summary>It has not.</summary>
    Running,

    /// <summary>The walk is over, and at least one commit succeeded if commits were wanted.</summary>
    Completed,

    /// <summary>There was nobody to commit to.</summary>
    TooFewNodes,

    /// <summary>Every commit failed; <see cref="Query.LastCommitError"/> says how the last one did.</summary>
    CommitFailed,

    /// <summary>Its owner stopped it.</summary>
    Stopped,
}

/// <summary>What a query has done so far.</summary>
/// <param name="Visits">Nodes asked.</param>
/// <param name="Successes">Replies without an error code.</param>
/// <param name="Errors">Replies with an error code, and visits without a reply.</param>
/// <param name="Candidates">Addresses heard of.</param>
/// <param name="Refused">Addresses not listened to because <see cref="QueryLimits.MaxCandidates"/> were known.</param>
/// <param name="DownHints">Down hints handed out.</param>
/// <param name="HintsRefused">Down hints kept back because <see cref="QueryLimits.MaxDownHints"/> had been handed out.</param>
public readonly record struct QueryStats(int Visits, int Successes, int Errors, int Candidates, int Refused, int DownHints, int HintsRefused);

/// <summary>An automatic commit could not be sent: the node issued no round-trip token.</summary>
public sealed class NoTokenException() : Exception("No token received for closest node");
