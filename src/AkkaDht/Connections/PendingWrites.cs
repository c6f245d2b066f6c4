using Akka.Actor;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Connections;

/// <summary>The writes of a handle that have no answer yet, by their tags: one that is refused is answered before those that wait.</summary>
internal sealed class PendingWrites
{
    private readonly Dictionary<long, TaskCompletionSource> _pending = [];
    private ConnectionException? _ended;
    private long _lastTag;

    /// <summary>Tells the write, so that no other gets between the two; completes with its answer.</summary>
    public Task Tell(IActorRef connection, ReadOnlyMemory<byte> message, IActorRef answers)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_pending)
        {
            if (_ended is not null) return Task.FromException(_ended);

            _pending.Add(++_lastTag, completion);
            connection.Tell(new Write(message, _lastTag), answers);
        }

        return completion.Task;
    }

    public void Succeed(long tag) => Take(tag)?.TrySetResult();

    public void Fail(long tag, WriteFailure failure) => Take(tag)?.TrySetException(new ConnectionException(failure));

    /// <summary>The connection has ended: nothing is answered any more.</summary>
    public void End(ConnectionException ended)
    {
        lock (_pending)
        {
            _ended ??= ended;
            foreach (var completion in _pending.Values) completion.TrySetException(_ended);
            _pending.Clear();
        }
    }

    private TaskCompletionSource? Take(long tag)
    {
        lock (_pending) return _pending.Remove(tag, out var completion) ? completion : null;
    }
}
