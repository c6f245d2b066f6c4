using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>
/// Takes one answer and completes a task with it. Later answers go to dead letters, those to a question that was cancelled
/// to nobody. The path is made up when somebody asks for it.
/// </summary>
internal sealed class PromiseRef<T> : ActorRef
{
    private readonly TaskCompletionSource<T> _answer;
    private readonly ActorSystemImpl _system;
    private readonly AskTimeout? _timeout;
    private readonly CancellationTokenRegistration _cancellation;
    private ActorPath? _path;

    /// <summary>A timeout that is not positive means to wait for ever.</summary>
    public PromiseRef(ActorSystemImpl system, TimeSpan timeout, CancellationToken cancellationToken)
    {
        _system = system;
        _answer = system.Platform.NewPromise<T>();
        if (timeout > TimeSpan.Zero)
        {
            _timeout = new AskTimeout(this, timeout);
            system.Platform.Timers.Arm(_timeout, timeout);
        }

        if (!cancellationToken.CanBeCanceled)
            return;
        _cancellation = cancellationToken.UnsafeRegister(static (promise, token) => ((PromiseRef<T>)promise!).Cancel(token), this);
        if (_answer.Task.IsCompleted)
            _cancellation.Unregister();
    }

    public override ActorPath Path =>
        _path ?? Interlocked.CompareExchange(ref _path, _system.TempPath(), null) ?? _path!;

    public override ActorSystemImpl OwningSystem => _system;

    /// <summary>The answer, for the one who asked.</summary>
    public Task<T> Task => _system.Platform.Hand(_answer.Task);

    public override void Tell(object message, IActorRef? sender)
    {
        if (TryAnswer(message))
            Settle();
        else if (message is not null && !_answer.Task.IsCanceled)
            _system.DeadLetterRef.Tell(message, this);
    }

    public override void SendSystem(SystemMessage message)
    {
        if (message is Watch watch && _answer.Task.IsCompleted)
            _system.DeadLetterRef.AfterDeath(watch, this);
    }

    private bool TryAnswer(object message) => message switch
    {
        T answer => _answer.TrySetResult(answer),
        null => _answer.TrySetResult(default!),
        Status.Failure failure => _answer.TrySetException(failure.Cause ?? new TaskCanceledException("Task cancelled by actor via Failure message.")),
        _ => _answer.TrySetException(new ArgumentException(
            $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
    };

    private void Cancel(CancellationToken token)
    {
        if (_answer.TrySetCanceled(token))
            Settle();
    }

    private void Settle()
    {
        if (_timeout is not null)
            _system.Platform.Timers.Disarm(_timeout);
        _cancellation.Unregister();
    }

    private sealed class AskTimeout(PromiseRef<T> promise, TimeSpan timeout) : TimerNode
    {
        public override void Fire()
        {
            if (promise._answer.TrySetException(new AskTimeoutException($"Timeout after {timeout} seconds")))
                promise._cancellation.Unregister();
        }
    }
}
