using Akka.Actor;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Requests;
using AkkaDht.Supervision;
using static AkkaDht.Queries.QueryMessages;

namespace AkkaDht.Queries;

/// <summary>Drives one <see cref="Query"/>: visits become requests, replies become results for the consumer, and its end is the actor's.</summary>
internal sealed class QueryActor : UntypedActor
{
    /// <summary>Tags of requests: visits count up from 0, commits down from -1, and a down hint's outcome concerns nobody.</summary>
    private const long DownHintTag = long.MinValue;

    /// <summary>With fewer requests in flight than this, the node has nothing else to do.</summary>
    private const int QuietInFlight = 3;

    private readonly NodeParts _parts;
    private readonly QueryPlan _plan;
    private readonly IActorRef _consumer;
    private readonly long _session;
    private readonly Func<Reply, object?>? _map;
    private readonly bool _isBackground;
    private readonly Query _query;
    private Exception? _mapFailure;

    public QueryActor(NodeParts parts, QueryPlan plan, IActorRef consumer, long session, Func<Reply, object?>? map, bool isBackground)
    {
        _parts = parts;
        _plan = plan;
        _consumer = consumer;
        _session = session;
        _map = map;
        _isBackground = isBackground;
        _query = new Query(plan, parts.Identity.Table.Id, parts.IdOf, parts.Settings.Queries.Limits);
    }

    // The query speaks for itself, since what two actors tell a third may arrive in any order.
    protected override void PreStart()
    {
        if (!_consumer.IsNobody()) Context.Watch(_consumer);
        if (!_isBackground) _consumer.Tell(new Started(Self));
        Drain();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RequestMessages.Finished finished: Answered(finished); break;
            case RequestMessages.Slow slow: _query.HandleSlow((int)slow.Tag); break;
            case Demand demand: _query.HandleDemand(demand.Count); break;
            case BootstrapMessages.Resolved resolved: _query.HandleBootstrapNodes([.. resolved.Nodes]); break;
            case CommitSettled settled: _query.HandleCommitSettled(settled.Number, settled.Failure); break;
            case Stop: _query.Stop(); break;
            case Terminated: _query.Stop(); break;
            default: Unhandled(message); return;
        }

        Drain();
    }

    // However the actor ends, the consumer learns of it and no request stays behind.
    protected override void PostStop()
    {
        var failure = Failure();
        _query.Stop();
        if (OwnsSession) _parts.Requests.Tell(new RequestMessages.Cancel(_session));
        _consumer.Tell(new Finished(_query.Outcome, _query.ClosestReplies.ToArray(), _query.Stats, failure));
    }

    // A session of the application outlives the query: other requests of it are not the query's to cancel.
    private bool OwnsSession => _session < 0;

    private void Answered(RequestMessages.Finished finished)
    {
        if (finished.Tag == DownHintTag) return;

        var isSessionOver = finished.Kind == RequestOutcomeKind.Destroyed && !OwnsSession;
        if (isSessionOver) _query.Stop();
        else if (finished.Tag < 0) _query.HandleCommitSettled((int)(-1 - finished.Tag), FailureOf(finished));
        else if (finished.Reply is { } reply) _query.HandleReply((int)finished.Tag, reply);
        else _query.HandleFailure((int)finished.Tag, timedOut: finished.Kind == RequestOutcomeKind.TimedOut);

        if (_isBackground) GiveWay(finished.InFlight);
    }

    private void GiveWay(int inFlight)
    {
        var settings = _parts.Settings.Queries;
        _query.SetConcurrency(inFlight < QuietInFlight ? settings.Concurrency : settings.BackgroundConcurrency);
    }

    private void Drain()
    {
        while (TryDrainOne()) { }
        if (_query.IsFinished) Context.Stop(Self);
    }

    // Acting on one output may bring forth others, also of a kind that was empty before.
    private bool TryDrainOne()
    {
        if (_query.TryTakeSeedRequest(out var request)) Seed(request);
        else if (_query.TryTakeResult(out var reply)) Progress(reply);
        else if (_query.TryTakeVisit(out var visit)) Visit(visit);
        else if (_query.TryTakeDownHint(out var hint)) SendDownHint(hint);
        else if (_query.TryTakeCommit(out var commit)) Commit(commit);
        else return false;
        return true;
    }

    private void Seed(SeedRequest request)
    {
        if (request.Source == SeedSource.Bootstrap)
        {
            _parts.Bootstrap.Tell(BootstrapMessages.Resolve.Instance);
            return;
        }

        var nodes = new Node[request.Count];
        var count = _parts.Identity.Table.Closest(_plan.Target, nodes);
        _query.HandleTableNodes(nodes.AsSpan(0, count));
    }

    private void Progress(Reply reply)
    {
        if (ResultOf(reply) is not { } result || _consumer.IsNobody()) _query.HandleDemand(1);
        else _consumer.Tell(new Progressed(result));
    }

    // The map is the application's: what it throws is how the query ended, and the consumer learns it as it was thrown.
    private object? ResultOf(Reply reply)
    {
        try
        {
            return _map is null ? reply : _map(reply);
        }
        catch (Exception error)
        {
            _mapFailure = error;
            _query.Stop();
            return null;
        }
    }

    private void Visit(Visit visit) => Send(visit.Number, new RequestSpec(visit.To.Address, _plan.Command)
    {
        ToId = visit.To.Id,
        IsInternal = _plan.IsInternal,
        Target = _plan.Target,
        Value = _plan.Value,
        Retries = _plan.Force ? 0 : _plan.Retries,
        Force = _plan.Force,
        Session = _session,
        ReportSlow = true,
    });

    private void SendDownHint(DownHint hint) =>
        Send(DownHintTag, RequestSpec.DownHint(hint.To.Address, hint.Down) with { ToId = hint.To.Id, Session = _session });

    private void Commit(CommitRequest commit)
    {
        if (_plan.Commit == CommitMode.Custom)
            _consumer.Tell(new CommitRequested(commit.Number, commit.Reply));
        else
            Send(-1 - commit.Number, new RequestSpec(commit.Reply.From, _plan.Command)
            {
                IsInternal = false,
                Target = _plan.Target,
                Token = commit.Reply.Token,
                Value = _plan.Value,
                Session = _session,
            });
    }

    private void Send(long tag, RequestSpec spec) => _parts.Requests.Tell(new RequestMessages.Send(spec, tag));

    private static DhtException? FailureOf(RequestMessages.Finished finished) =>
        finished.Kind == RequestOutcomeKind.Replied ? null : DhtException.Of(finished.Kind);

    private Exception? Failure() => _query.Outcome switch
    {
        QueryOutcome.Running => new DhtException("The query was ended before its walk was over"),
        QueryOutcome.Stopped => _mapFailure,
        QueryOutcome.TooFewNodes => new DhtException("Too few nodes responded"),
        QueryOutcome.CommitFailed => _query.LastCommitError,
        _ => null,
    };
}
