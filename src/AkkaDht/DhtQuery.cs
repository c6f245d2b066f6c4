using System.Threading.Channels;
using Akka.Actor;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;

namespace AkkaDht;

/// <summary>
/// A query as a stream of results, enumerated once. It begins when it is enumerated or awaited, waits for a reader who is
/// slow, and ends early when the enumeration does.
/// </summary>
/// <typeparam name="TResult">A <see cref="Reply"/>, or what the query's map makes of one.</typeparam>
public sealed class DhtQuery<TResult> : IAsyncEnumerable<TResult>, IAsyncDisposable where TResult : class
{
    private readonly DhtNode _node;
    private readonly QueryMessages.Start _start;
    private readonly Func<Reply, Task>? _commit;
    private readonly Channel<object> _results = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource<QueryMessages.Finished> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IActorRef? _reader;

    internal DhtQuery(DhtNode node, QueryMessages.Start start, Func<Reply, Task>? commit)
    {
        if (start.Plan.Commit == CommitMode.Custom && commit is null)
            throw new ArgumentException("A query commits in a way of its own with QueryAndCommit.", nameof(start));

        _node = node;
        _start = start;
        _commit = commit;
    }

    /// <summary>The successful replies of the closest nodes that proved their ids, nearest first; empty until the query has finished.</summary>
    public IReadOnlyList<Reply> ClosestReplies => _finished.Task.IsCompletedSuccessfully ? _finished.Task.Result.ClosestReplies : [];

    /// <summary>The senders of <see cref="ClosestReplies"/>.</summary>
    public IReadOnlyList<Node> ClosestNodes => [.. ClosestReplies.Select(reply => reply.FromNode!.Value)];

    /// <summary>What the query did; zeros until it has finished.</summary>
    public QueryStats Stats => _finished.Task.IsCompletedSuccessfully ? _finished.Task.Result.Stats : default;

    /// <summary>Runs the query to its end, leaving out results that nobody has read.</summary>
    /// <exception cref="DhtException">Nobody could be committed to, or the query was refused.</exception>
    public async Task FinishedAsync(CancellationToken cancellationToken = default)
    {
        if (_reader is null)
        {
            await foreach (var _ in this.WithCancellation(cancellationToken)) { }
        }

        var finished = await _finished.Task.WaitAsync(cancellationToken);
        if (finished.Failure is { } failure) throw new DhtException(failure.Message, failure);
    }

    /// <summary>Begins the query.</summary>
    /// <exception cref="InvalidOperationException">It was begun before.</exception>
    public async IAsyncEnumerator<TResult> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (_reader is not null) throw new InvalidOperationException("A query is enumerated once.");

        var reader = _reader = _node.System.ActorOf(QueryReader.Props(_node.Actor, _start, _results.Writer, _finished, _commit));
        try
        {
            await foreach (var result in _results.Reader.ReadAllAsync(cancellationToken))
            {
                reader.Tell(QueryReader.Read.Instance, ActorRefs.NoSender);
                yield return (TResult)result;
            }
        }
        finally
        {
            reader.Tell(QueryMessages.Stop.Instance, ActorRefs.NoSender);
        }

        var finished = await _finished.Task.WaitAsync(cancellationToken);
        if (finished.Failure is { } failure) throw new DhtException(failure.Message, failure);
    }

    /// <summary>Ends the query if it is still under way, and returns when it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_reader is not { } reader) return;

        reader.Tell(QueryMessages.Stop.Instance, ActorRefs.NoSender);
        await _finished.Task;
    }
}
