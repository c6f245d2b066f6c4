using Akka.Actor;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Connections;

/// <summary>The writes of a handle that have no answer yet, in the order in which they were told and are answered.</summary>
internal sealed class PendingWrites
{
    private readonly Queue<TaskCompletionSource> _pending = new(4);
    private ConnectionException? _ended;

    /// <summary>Tells the write, so that no other gets between the two; completes with its answer.</summary>
    public Task Tell(IActorRef connection, Write write, IActorRef answers)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_pending)
        {
            if (_ended is not null) return Task.FromException(_ended);

            _pending.Enqueue(completion);
            connection.Tell(write, answers);
        }

        return completion.Task;
    }

    public void Succeed() => Next()?.TrySetResult();

    public void Fail(WriteFailure failure) => Next()?.TrySetException(new ConnectionException(failure));

    /// <summary>The connection has ended: nothing is answered any more.</summary>
    public void End(ConnectionException ended)
    {
        lock (_pending)
        {
            _ended ??= ended;
            while (_pending.TryDequeue(out var completion)) completion.TrySetException(_ended);
        }
    }

    private TaskCompletionSource? Next()
    {
        lock (_pending) return _pending.TryDequeue(out var completion) ? completion : null;
    }
}
