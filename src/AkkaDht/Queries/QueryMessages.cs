using Akka.Actor;
using Akka.Event;
using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Queries;

/// <summary>Iterative walks: who starts one is its consumer and gets its results, as many as it asks for.</summary>
public static class QueryMessages
{
    /// <summary>Anybody starts a query and becomes its consumer; answered with <see cref="Started"/>, or with <see cref="Finished"/> at once when it is refused.</summary>
    /// <param name="Plan">What to walk towards and what to ask; its concurrency and filter are the node's, unless <paramref name="Concurrency"/> says otherwise.</param>
    /// <param name="Concurrency">Requests in flight at once; null for the node's setting.</param>
    public sealed record Start(QueryPlan Plan, int? Concurrency = null) : IAsk<Started>
    {
        /// <summary>Makes the result of each reply; null results are left out. Without it the <see cref="Reply"/> is the result.</summary>
        public Func<Reply, object?>? Map { get; init; }

        /// <summary>The session that the query's requests belong to; 0 for one of its own.</summary>
        public long Session { get; init; }
    }

    /// <summary>The query is under way; it takes <see cref="Demand"/>, <see cref="CommitSettled"/> and <see cref="Stop"/>.</summary>
    public sealed record Started(IActorRef Query) : IEvent;

    /// <summary>A result, told to the consumer; with 16 of them unread the query asks no further node.</summary>
    public sealed record Progressed(object Result) : IEvent;

    /// <summary>The consumer has read <paramref name="Count"/> results.</summary>
    public sealed record Demand(int Count) : ICommand, IDeadLetterSuppression;

    /// <summary>The consumer wants no more: the query ends.</summary>
    public sealed record Stop : ICommand, IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static readonly Stop Instance = new();
    }

    /// <summary>A query with <see cref="CommitMode.Custom"/> wants this reply's node committed to; told to the consumer, who answers with <see cref="CommitSettled"/>.</summary>
    public sealed record CommitRequested(int Number, Reply Reply) : IEvent;

    /// <summary>The consumer has committed, or failed to.</summary>
    public sealed record CommitSettled(int Number, Exception? Failure = null) : ICommand;

    /// <summary>The query is over; told to the consumer.</summary>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="ClosestReplies">The successful replies of the closest nodes that proved their ids, nearest first.</param>
    /// <param name="Stats">What it did.</param>
    /// <param name="Failure">Why, when it failed or was refused.</param>
    public sealed record Finished(QueryOutcome Outcome, IReadOnlyList<Reply> ClosestReplies, QueryStats Stats, Exception? Failure) : IEvent;

    /// <summary>The lifecycle wants a walk that gives way to other traffic; it hears of its results and end only when <paramref name="IsObserved"/>.</summary>
    internal sealed record StartBackground(QueryPlan Plan, bool IsObserved) : ICommand;
}
