using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// An iterative walk towards a target: asks the closest nodes it knows, learns of closer ones from their replies, and ends
/// with the twenty closest, at which it then commits if that is the plan (02-dht-rpc.md B7). It has no deadlines of its
/// own, since requests are timed by the request table; its owner drains every output after every input.
/// </summary>
public sealed partial class Query
{
    private readonly QueryPlan _plan;
    private readonly QueryLimits _limits;
    private readonly NodeId _ownId;
    private readonly Func<PeerAddress, NodeId> _idOf;
    private readonly CandidateTable _candidates;
    private readonly ClosestNodes<Reply> _closest;

    private readonly Queue<Reply> _results = [];
    private readonly Queue<DownHint> _downHints = [];
    private SeedRequest? _seedRequest;

    private Phase _phase = Phase.Seeding;
    private int _unread;
    private int _visits;
    private int _successes;
    private int _errors;
    private int _refused;
    private int _hinted;
    private int _hintsRefused;

    /// <summary>
    /// Plans a walk of the node whose id is <paramref name="ownId"/>; <paramref name="idOf"/> says which id an address hashes to.
    /// </summary>
    public Query(QueryPlan plan, NodeId ownId, Func<PeerAddress, NodeId> idOf, QueryLimits? limits = null)
    {
        Invariant.That(plan.Concurrency > 0, "A query runs at least one request at a time.");
        _plan = plan;
        _limits = limits ?? QueryLimits.Default;
        _ownId = ownId;
        _idOf = idOf;
        _concurrency = plan.Concurrency;
        _candidates = new CandidateTable(_limits.MaxCandidates, _limits.MaxReferrers);
        _closest = new ClosestNodes<Reply>(plan.Target, QueryPlan.ClosestCount);
        Begin();
    }

    /// <summary>The point that the query walks towards.</summary>
    public NodeId Target => _plan.Target;

    /// <summary>Whether the query is over; the last results and down hints may still be taken.</summary>
    public bool IsFinished => _phase == Phase.Finished;

    /// <summary>How the query ended.</summary>
    public QueryOutcome Outcome { get; private set; }

    /// <summary>How the last commit failed, once <see cref="Outcome"/> is <see cref="QueryOutcome.CommitFailed"/>.</summary>
    public Exception? LastCommitError { get; private set; }

    /// <summary>The successful replies of the closest nodes that proved their ids, nearest first; valid until the next input.</summary>
    public ReadOnlySpan<Reply> ClosestReplies => _closest.Items;

    /// <summary>A snapshot of what the query has done so far.</summary>
    public QueryStats Stats => new(_visits, _successes, _errors, _candidates.Count, _refused, _hinted, _hintsRefused);

    /// <summary>Takes the nodes of the routing table that a <see cref="SeedRequest"/> asked for.</summary>
    public void HandleTableNodes(ReadOnlySpan<Node> nodes)
    {
        if (!TryEndSeeding(SeedSource.Table)) return;

        foreach (var node in nodes) Consider(node, NoReferrer);
        if (Missing > 0 && !_isRetry) AskForSeeds(SeedSource.Bootstrap);
        else StartWalking();
    }

    /// <summary>Takes the resolved bootstrap nodes that a <see cref="SeedRequest"/> asked for; an empty span when there are none.</summary>
    public void HandleBootstrapNodes(ReadOnlySpan<Node> nodes)
    {
        if (!TryEndSeeding(SeedSource.Bootstrap)) return;

        foreach (var node in nodes) Consider(node, NoReferrer);
        StartWalking();
    }

    /// <summary>Takes what a visited node replied; a reply to anything but a running visit is ignored.</summary>
    public void HandleReply(int visit, Reply reply)
    {
        if (!TryLand(visit, CandidateState.Answered) || _phase != Phase.Walking) return;

        Tally(reply);
        Learn(visit, reply.CloserNodes);
        if (reply.Error == ErrorCodes.Ok) Publish(reply);
        Advance();
    }

    /// <summary>Takes that a visit failed: <paramref name="timedOut"/> after its last transmission, else for a reason of our own.</summary>
    public void HandleFailure(int visit, bool timedOut)
    {
        if (!TryLand(visit, timedOut ? CandidateState.Down : CandidateState.Failed) || IsFinished) return;

        _errors++;
        if (timedOut) TellReferrers(visit);
        Advance();
    }

    /// <summary>Takes that the first transmission of a visit timed out; another visit may run beside it.</summary>
    public void HandleSlow(int visit)
    {
        if (!_candidates.Contains(visit) || _candidates.StateOf(visit) != CandidateState.InFlight) return;

        _candidates.StateOf(visit) = CandidateState.Slow;
        _slow++;
        Advance();
    }

    /// <summary>Takes that the consumer read <paramref name="count"/> results, or dropped them.</summary>
    public void HandleDemand(int count)
    {
        _unread = Math.Max(0, _unread - count);
        Advance();
    }

    /// <summary>Changes how many requests run at once; a background query gives way to other traffic with it.</summary>
    public void SetConcurrency(int concurrency)
    {
        Invariant.That(concurrency > 0, "A query runs at least one request at a time.");
        _concurrency = concurrency;
        Advance();
    }

    /// <summary>Ends the query where it is; its owner drops the requests in flight.</summary>
    public void Stop() => Finish(QueryOutcome.Stopped);

    /// <summary>Whether nodes to begin with are wanted; answered by <see cref="HandleTableNodes"/> or <see cref="HandleBootstrapNodes"/>.</summary>
    public bool TryTakeSeedRequest(out SeedRequest request)
    {
        var isWanted = _seedRequest is not null;
        request = _seedRequest.GetValueOrDefault();
        _seedRequest = null;
        return isWanted;
    }

    /// <summary>Hands out a successful reply for the consumer; count it as read with <see cref="HandleDemand"/> when the consumer has it.</summary>
    public bool TryTakeResult([NotNullWhen(true)] out Reply? result) => _results.TryDequeue(out result);

    /// <summary>Hands out a down hint to send.</summary>
    public bool TryTakeDownHint(out DownHint hint) => _downHints.TryDequeue(out hint);

    private void Tally(Reply reply)
    {
        if (reply.Error != ErrorCodes.Ok)
        {
            _errors++;
            return;
        }

        _successes++;
        if (reply.FromId is { } id) _closest.TryAdd(id, reply);
    }

    private void Publish(Reply reply)
    {
        _results.Enqueue(reply);
        _unread++;
    }

    private void Finish(QueryOutcome outcome)
    {
        if (IsFinished) return;

        _phase = Phase.Finished;
        Outcome = outcome;
        _seedRequest = null;
        _ready.Clear();
        _commits.Clear();
    }

    private enum Phase : byte
    {
        Seeding,
        Walking,
        Committing,
        Finished,
    }
}
