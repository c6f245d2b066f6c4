using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Akka.TestKit.Internal;

/// <summary>
/// What a test actor received and the test has not yet taken; waited for by thread or by task. A thread waits for a task as
/// well: the pool, whose threads tests run on, then knows that one of them waits for actors that run on the others.
/// </summary>
internal sealed class TestQueue
{
    private readonly ConcurrentQueue<MessageEnvelope> _messages = new();
    private TaskCompletionSource? _arrival;

    public int Count => _messages.Count;

    public void Enqueue(MessageEnvelope envelope)
    {
        _messages.Enqueue(envelope);
        Interlocked.Exchange(ref _arrival, null)?.TrySetResult();
    }

    public bool TryTake([NotNullWhen(true)] out MessageEnvelope? envelope, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var stop = StopAfter(timeout);
        while (!_messages.TryDequeue(out envelope))
        {
            if (!Await(stop, cancellationToken))
                return false;
        }

        return true;
    }

    public async ValueTask<MessageEnvelope?> TakeAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var stop = StopAfter(timeout);
        MessageEnvelope? envelope;
        while (!_messages.TryDequeue(out envelope))
        {
            if (!await AwaitAsync(stop, cancellationToken).ConfigureAwait(false))
                return null;
        }

        return envelope;
    }

    public bool TryPeek([NotNullWhen(true)] out MessageEnvelope? envelope, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var stop = StopAfter(timeout);
        while (!_messages.TryPeek(out envelope))
        {
            if (!Await(stop, cancellationToken))
                return false;
        }

        return true;
    }

    public async ValueTask<MessageEnvelope?> PeekAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var stop = StopAfter(timeout);
        MessageEnvelope? envelope;
        while (!_messages.TryPeek(out envelope))
        {
            if (!await AwaitAsync(stop, cancellationToken).ConfigureAwait(false))
                return null;
        }

        return envelope;
    }

    /// <summary>Waits for the next message, or answers false when it is time to stop.</summary>
    private bool Await(TimeSpan stop, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var left = MillisecondsUntil(stop);
        if (left == 0)
            return false;
        NextArrival().Wait(left, cancellationToken);
        return true;
    }

    /// <inheritdoc cref="Await"/>
    private async ValueTask<bool> AwaitAsync(TimeSpan stop, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var left = MillisecondsUntil(stop);
        if (left == 0)
            return false;
        await NextArrival().WaitAsync(TimeSpan.FromMilliseconds(left), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    private Task NextArrival()
    {
        var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrival = Interlocked.CompareExchange(ref _arrival, own, null) ?? own;

        // What came before it was in place has told nobody.
        return _messages.IsEmpty ? arrival.Task : Task.CompletedTask;
    }

    private static TimeSpan StopAfter(TimeSpan timeout) => timeout switch
    {
        _ when timeout == Timeout.InfiniteTimeSpan || timeout > TimeSpan.FromDays(20) => TimeSpan.MaxValue,
        _ => TestKitBase.Now + timeout,
    };

    // Rounded up, so that a wait is never shorter than asked for.
    private static int MillisecondsUntil(TimeSpan stop) => stop == TimeSpan.MaxValue
        ? Timeout.Infinite
        : (int)Math.Ceiling(Math.Max((stop - TestKitBase.Now).TotalMilliseconds, 0));
}
