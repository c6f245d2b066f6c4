using Akka.Actor;
using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Queries.QueryMessages;

namespace AkkaDht.Queries;

/// <summary>
/// The walks of one actor, one at a time: what a query that was stopped still tells is passed over, and the next one waits until the one
/// before has named itself.
/// </summary>
internal sealed class Walker(IActorRef queries, IActorRef walker)
{
    private IActorRef _query = ActorRefs.Nobody;
    private Start? _next;
    private bool _isStarting;
    private bool _isUnwanted;

    /// <summary>Begins a walk, in place of the present one. <paramref name="map"/> makes its results.</summary>
    public void Start(QueryPlan plan, Func<Reply, object?> map)
    {
        Stop();
        var start = new Start(plan) { Map = map };
        if (_isStarting) _next = start;
        else Send(start);
    }

    /// <summary>The present walk is of no interest any more.</summary>
    public void Stop()
    {
        _next = null;
        _isUnwanted = _isStarting;
        if (_query.IsNobody()) return;

        _query.Tell(QueryMessages.Stop.Instance, walker);
        _query = ActorRefs.Nobody;
    }

    /// <summary>A query says that it is there.</summary>
    public void Started(IActorRef query)
    {
        if (_isUnwanted) query.Tell(QueryMessages.Stop.Instance, walker);
        else _query = query;
        EndStarting();
    }

    /// <summary>Whether a result is one of the present walk; what it was worth is given back.</summary>
    public bool TakesProgress(IActorRef sender)
    {
        sender.Tell(new Demand(1), walker);
        return IsPresent(sender);
    }

    /// <summary>Whether the present walk is over: it has ended, or it was refused.</summary>
    public bool TakesEnd(IActorRef sender)
    {
        if (IsPresent(sender))
        {
            _query = ActorRefs.Nobody;
            return true;
        }

        if (!_isStarting || !sender.Equals(queries)) return false;

        var isWanted = !_isUnwanted;
        EndStarting();
        return isWanted;
    }

    private bool IsPresent(IActorRef sender) => !_query.IsNobody() && sender.Equals(_query);

    private void EndStarting()
    {
        (_isStarting, _isUnwanted) = (false, false);
        if (_next is not { } next) return;

        _next = null;
        Send(next);
    }

    private void Send(Start start)
    {
        _isStarting = true;
        queries.Tell(start, walker);
    }
}
