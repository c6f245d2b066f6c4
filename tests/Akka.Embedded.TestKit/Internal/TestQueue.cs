using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Akka.TestKit.Internal;

/// <summary>What a test actor received and the test has not yet taken; one taker at a time, waiting by thread or by task.</summary>
internal sealed class TestQueue
{
    private readonly ConcurrentQueue<MessageEnvelope> _messages = new();
    private readonly SemaphoreSlim _available = new(0);

    public int Count => _messages.Count;

    public void Enqueue(MessageEnvelope envelope)
    {
        _messages.Enqueue(envelope);
        _available.Release();
    }

    public bool TryTake([NotNullWhen(true)] out MessageEnvelope? envelope, TimeSpan timeout, CancellationToken cancellationToken)
    {
        envelope = null;
        return _available.Wait(Milliseconds(timeout), cancellationToken) && _messages.TryDequeue(out envelope);
    }

    public async ValueTask<MessageEnvelope?> TakeAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var taken = await _available.WaitAsync(Milliseconds(timeout), cancellationToken);
        return taken && _messages.TryDequeue(out var envelope) ? envelope : null;
    }

    public bool TryPeek([NotNullWhen(true)] out MessageEnvelope? envelope, TimeSpan timeout, CancellationToken cancellationToken)
    {
        envelope = null;
        if (!_available.Wait(Milliseconds(timeout), cancellationToken))
            return false;
        _available.Release();
        return _messages.TryPeek(out envelope);
    }

    public async ValueTask<MessageEnvelope?> PeekAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!await _available.WaitAsync(Milliseconds(timeout), cancellationToken))
            return null;
        _available.Release();
        return _messages.TryPeek(out var envelope) ? envelope : null;
    }

    // Rounded up, so that a wait is never shorter than asked for; what a semaphore cannot count is for ever.
    private static int Milliseconds(TimeSpan timeout) => timeout switch
    {
        _ when timeout == Timeout.InfiniteTimeSpan => Timeout.Infinite,
        { Ticks: <= 0 } => 0,
        { TotalMilliseconds: >= int.MaxValue } => Timeout.Infinite,
        _ => (int)Math.Ceiling(timeout.TotalMilliseconds),
    };
}
