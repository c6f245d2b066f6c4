using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Queries;
using AkkaDht.Requests;
using AkkaDht.Supervision;

namespace AkkaDht;

/// <summary>A group of requests and queries that end together: disposing it fails those in flight as destroyed.</summary>
public sealed class DhtSession : IDisposable
{
    private static long _last;

    private readonly DhtNode _node;

    internal DhtSession(DhtNode node)
    {
        _node = node;
        Id = Interlocked.Increment(ref _last);
    }

    /// <summary>The number that stands for the session in messages.</summary>
    public long Id { get; }

    /// <summary>As <see cref="DhtNode.PingAsync"/>.</summary>
    public Task<Reply> PingAsync(PeerAddress to, CancellationToken cancellationToken = default) =>
        _node.ReplyOf(new NodeMessages.Ping(to) { Session = Id }, cancellationToken);

    /// <summary>As <see cref="DhtNode.RequestAsync"/>.</summary>
    public Task<Reply> RequestAsync(RequestSpec request, CancellationToken cancellationToken = default) =>
        _node.ReplyOf(new RequestMessages.Send(request with { Session = Id }), cancellationToken);

    /// <summary>As <see cref="DhtNode.Query(QueryPlan, int?)"/>.</summary>
    public DhtQuery<Reply> Query(QueryPlan plan, int? concurrency = null) =>
        new(_node, new QueryMessages.Start(plan, concurrency) { Session = Id }, commit: null);

    /// <summary>Fails every request of the session that is in flight.</summary>
    public void Dispose() => _node.Actor.Tell(new RequestMessages.Cancel(Id), Akka.Actor.ActorRefs.NoSender);
}
