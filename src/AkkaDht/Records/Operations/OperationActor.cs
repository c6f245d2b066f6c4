using Akka.Actor;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Queries;
using AkkaDht.Requests;
using AkkaDht.Supervision;

namespace AkkaDht.Records.Operations;

/// <summary>
/// Drives one <see cref="RecordOperation"/>: is the consumer of its walk, makes its requests, and tells whoever asked what came of it,
/// exactly once. It ends with its walk, with its asker, or when its time is over.
/// </summary>
internal sealed class OperationActor : UntypedActor
{
    // Tags of requests: those at the end carry the numbers of their commits, which count up from 0.
    private const long AsideTag = -1;

    private readonly NodeParts _parts;
    private readonly RecordOperation _operation;
    private readonly IActorRef _asker;
    private readonly long _session = OwnSessions.Next();
    private readonly Dictionary<int, Reply> _commits = [];
    private readonly Queue<QueryMessages.CommitRequested> _waitingCommits = new();
    private IActorRef _query = ActorRefs.Nobody;
    private QueryMessages.Finished? _finished;
    private ICancelable? _deadline;
    private object? _result;
    private int _asides;

    public OperationActor(NodeParts parts, RecordOperation operation, IActorRef asker) =>
        (_parts, _operation, _asker) = (parts, operation, asker);

    protected override void PreStart()
    {
        Context.Watch(_asker);
        _deadline = Context.System.Scheduler.ScheduleTellOnceCancelable(_parts.Settings.Records.OperationTimeout, Self, TimeIsOver.Instance, Self);
        if (_operation.Withdrawal is { } withdrawal) Context.Parent.Tell(withdrawal);
        _parts.Queries.Tell(new QueryMessages.Start(_operation.Plan));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case QueryMessages.Started started: _query = started.Query; break;
            case QueryMessages.Progressed progressed: Progressed((Reply)progressed.Result); break;
            case QueryMessages.CommitRequested requested: _waitingCommits.Enqueue(requested); break;
            case QueryMessages.Finished finished: _finished = finished; break;
            case RequestMessages.Finished finished: Answered(finished); break;
            case TimeIsOver: Fail(DhtException.Of(RequestOutcomeKind.TimedOut)); break;
            case Terminated: Fail(DhtException.Of(RequestOutcomeKind.Destroyed)); break;
            default: Unhandled(message); return;
        }

        Drain();
    }

    // However the actor ends, whoever asked learns of it and nothing goes on.
    protected override void PostStop()
    {
        _deadline?.Cancel();
        _query.Tell(QueryMessages.Stop.Instance);
        _parts.Requests.Tell(new RequestMessages.Cancel(_session));
        _asker.Tell(_result ?? new Status.Failure(DhtException.Of(RequestOutcomeKind.Destroyed)));
    }

    private void Progressed(Reply reply)
    {
        _operation.HandleReply(reply);
        _query.Tell(new QueryMessages.Demand(1));
    }

    private void Answered(RequestMessages.Finished finished)
    {
        if (finished.Tag == AsideTag)
        {
            _asides--;
            _operation.HandleAside(finished.Reply);
        }
        else if (_commits.Remove((int)finished.Tag, out var asked))
        {
            var failure = finished.Reply is { } reply ? _operation.HandleCommitted(asked, reply) : DhtException.Of(finished.Kind);
            SettleCommit((int)finished.Tag, failure);
        }
    }

    private void Drain()
    {
        while (_operation.TryTakeAside(out var aside)) Send(aside, AsideTag, ref _asides);

        // What is withdrawn is withdrawn before it is announced anew.
        while (_asides == 0 && _waitingCommits.TryDequeue(out var requested)) Commit(requested);

        if (_operation.EarlyResult is { } early) End(early);
        else if (_finished is { } finished && _asides == 0) End(_operation.ResultOf(finished.ClosestReplies, finished.Failure));
    }

    private void Commit(QueryMessages.CommitRequested requested)
    {
        if (!_operation.TryCommit(requested.Reply, out var request))
        {
            SettleCommit(requested.Number, new NoTokenException());
        }
        else if (request is { } spec)
        {
            _commits.Add(requested.Number, requested.Reply);
            Send(spec, requested.Number);
        }
        else
        {
            SettleCommit(requested.Number, failure: null);
        }
    }

    private void SettleCommit(int number, Exception? failure) => _query.Tell(new QueryMessages.CommitSettled(number, failure));

    private void Send(RequestSpec spec, long tag, ref int outstanding)
    {
        outstanding++;
        Send(spec, tag);
    }

    private void Send(RequestSpec spec, long tag) => _parts.Requests.Tell(new RequestMessages.Send(spec with { Session = _session }, tag));

    private void Fail(Exception failure) => End(new Status.Failure(failure));

    private void End(object result)
    {
        _result ??= result;
        Context.Stop(Self);
    }

    /// <summary>The operation takes too long.</summary>
    private sealed record TimeIsOver
    {
        public static readonly TimeIsOver Instance = new();
    }
}
