using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Queries.QueryMessages;

namespace AkkaDht.Queries;

/// <summary>The consumer of a query on behalf of somebody who awaits: results go into a channel, and what is read from there is demanded anew.</summary>
internal sealed class QueryReader(
    IActorRef node, Start start, ChannelWriter<object> results, TaskCompletionSource<Finished> finished, Func<Reply, Task>? commit) : UntypedActor
{
    private IActorRef _query = ActorRefs.Nobody;
    private bool _isStopped;

    /// <summary>A result has been read; the last ones are read when the query has ended already.</summary>
    public sealed record Read : IDeadLetterSuppression
    {
        public static readonly Read Instance = new();
    }

    public static Props Props(
        IActorRef node, Start start, ChannelWriter<object> results, TaskCompletionSource<Finished> finished, Func<Reply, Task>? commit) =>
        Akka.Actor.Props.Create(() => new QueryReader(node, start, results, finished, commit));

    protected override void PreStart()
    {
        Context.Watch(node);
        node.Tell(start);
    }

    protected override void PostStop()
    {
        finished.TrySetResult(new Finished(QueryOutcome.Stopped, [], default, DhtException.Of(RequestOutcomeKind.Destroyed)));
        results.TryComplete();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Progressed progressed: results.TryWrite(progressed.Result); break;
            case Read: _query.Tell(new Demand(1)); break;
            case Started started: Started(started.Query); break;
            case CommitRequested request: Commit(request); break;
            case CommitSettled settled: _query.Tell(settled); break;
            case Stop _: Stop(); break;
            case Finished result: Finish(result); break;
            case Terminated: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    private void Started(IActorRef query)
    {
        _query = Context.Watch(query);
        if (_isStopped) query.Tell(QueryMessages.Stop.Instance);
    }

    private void Stop()
    {
        _isStopped = true;
        _query.Tell(QueryMessages.Stop.Instance);
    }

    private void Commit(CommitRequested request) => RunCommit(request.Reply).PipeTo(
        Self,
        success: () => new CommitSettled(request.Number),
        failure: error => new CommitSettled(request.Number, error));

    private async Task RunCommit(Reply reply) => await commit!(reply);

    private void Finish(Finished result)
    {
        finished.TrySetResult(result);
        Context.Stop(Self);
    }
}
