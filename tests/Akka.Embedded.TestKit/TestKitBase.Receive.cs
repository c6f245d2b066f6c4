using System.Runtime.CompilerServices;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Takes the next message, or null when none comes within <paramref name="max"/>, which is not dilated.</summary>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TryReceiveOne(out var envelope, max, cancellationToken) ? envelope.Message : null;

    /// <summary>Takes the next message, or null when none comes in time.</summary>
    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var (success, envelope) = await TryReceiveOneAsync(max, cancellationToken).ConfigureAwait(false);
        return success ? envelope.Message : null;
    }

    /// <summary>Takes the next message with its sender, and says whether one came in time.</summary>
    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var taken = _queue.TryTake(out var found, GetTimeoutOrDefault(max), cancellationToken);
        envelope = Received(found);
        return taken;
    }

    /// <summary>Takes the next message with its sender, and says whether one came in time.</summary>
    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(
        TimeSpan? max, CancellationToken cancellationToken = default)
    {
        var found = await _queue.TakeAsync(GetTimeoutOrDefault(max), cancellationToken).ConfigureAwait(false);
        return (found is not null, Received(found));
    }

    /// <summary>Looks at the next message without taking it, or null when none comes in time.</summary>
    public object? PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TryPeekOne(out var envelope, max, cancellationToken) ? envelope.Message : null;

    /// <summary>Looks at the next message without taking it, however long it takes to come.</summary>
    public object? PeekOne(CancellationToken cancellationToken) => PeekOne(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Looks at the next message without taking it, or null when none comes in time.</summary>
    public async ValueTask<object?> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var (success, envelope) = await TryPeekOneAsync(max, cancellationToken).ConfigureAwait(false);
        return success ? envelope.Message : null;
    }

    /// <summary>Looks at the next message without taking it, however long it takes to come.</summary>
    public ValueTask<object?> PeekOneAsync(CancellationToken cancellationToken) => PeekOneAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Looks at the next message with its sender, and says whether one came in time.</summary>
    public bool TryPeekOne(out MessageEnvelope envelope, TimeSpan? max, CancellationToken cancellationToken)
    {
        var seen = _queue.TryPeek(out var found, GetTimeoutOrDefault(max), cancellationToken);
        envelope = Received(found);
        return seen;
    }

    /// <summary>Looks at the next message with its sender, and says whether one came in time.</summary>
    public async ValueTask<(bool success, MessageEnvelope envelope)> TryPeekOneAsync(TimeSpan? max, CancellationToken cancellationToken)
    {
        var found = await _queue.PeekAsync(GetTimeoutOrDefault(max), cancellationToken).ConfigureAwait(false);
        return (found is not null, Received(found));
    }

    /// <summary>Takes that many messages; fewer in time fail the test.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveExactly(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <summary>Takes that many messages; fewer within <paramref name="max"/> fail the test.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveExactly(numberOfMessages, RemainingOrDilated(max), cancellationToken);

    /// <summary>Takes that many messages; fewer in time fail the test.</summary>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveExactlyAsync(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <summary>Takes that many messages; fewer within <paramref name="max"/> fail the test.</summary>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveExactlyAsync(numberOfMessages, RemainingOrDilated(max), cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, Timeout.InfiniteTimeSpan, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, idle, msgs, cancellationToken);

    /// <summary>
    /// Takes messages while the filter makes something of them; ends at the first that it makes null of (which stays),
    /// after <paramref name="max"/>, or after <paramref name="idle"/> without a message.
    /// </summary>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
    {
        var harvest = new Harvest(this, max, idle, msgs);
        var kept = new List<T>();
        while (harvest.WantsMore && _queue.TryPeek(out var next, harvest.NextWait(), cancellationToken) && filter(Received(next).Message!) is { } result)
        {
            kept.Add(result);
            TakePeeked(harvest);
        }

        return harvest.End(kept);
    }

    /// <summary>Takes messages of the type while they should go on; others are dropped or end it.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true,
        CancellationToken cancellationToken = default)
    {
        var harvest = new Harvest(this, max, idle, msgs);
        var kept = new List<T>();
        while (harvest.WantsMore && _queue.TryPeek(out var next, harvest.NextWait(), cancellationToken))
        {
            if (Received(next).Message is T message)
            {
                if (!shouldContinue(message))
                    break;
                kept.Add(message);
            }
            else if (!shouldIgnoreOtherMessageTypes)
            {
                break;
            }

            TakePeeked(harvest);
        }

        return harvest.End(kept);
    }

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(filter, max, Timeout.InfiniteTimeSpan, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(filter, max, idle, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public async IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Func<object, T?> filter,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var harvest = new Harvest(this, max, idle, msgs);
        while (harvest.WantsMore
               && await _queue.PeekAsync(harvest.NextWait(), cancellationToken).ConfigureAwait(false) is { } next
               && filter(Received(next).Message!) is { } result)
        {
            TakePeeked(harvest);
            yield return result;
        }

        harvest.End<T>([]);
    }

    /// <inheritdoc cref="ReceiveWhile{T}(Predicate{T}, TimeSpan?, TimeSpan?, int, bool, CancellationToken)"/>
    public async IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var harvest = new Harvest(this, max, idle, msgs);
        while (harvest.WantsMore && await _queue.PeekAsync(harvest.NextWait(), cancellationToken) is { } next)
        {
            if (Received(next).Message is not T message)
            {
                if (!shouldIgnoreOtherMessageTypes)
                    break;
                TakePeeked(harvest);
                continue;
            }

            if (!shouldContinue(message))
                break;
            TakePeeked(harvest);
            yield return message;
        }

        harvest.End<T>([]);
    }

    private List<object> ReceiveExactly(int count, TimeSpan limit, CancellationToken cancellationToken)
    {
        var stop = Now + limit;
        var messages = new List<object>(count);
        while (messages.Count < count)
        {
            _queue.TryTake(out var envelope, Clamp(stop - Now), cancellationToken);
            messages.Add(Counted(envelope, limit, count, messages.Count));
        }

        return messages;
    }

    private async IAsyncEnumerable<object> ReceiveExactlyAsync(
        int count, TimeSpan limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stop = Now + limit;
        for (var received = 0; received < count; received++)
        {
            yield return Counted(await _queue.TakeAsync(Clamp(stop - Now), cancellationToken).ConfigureAwait(false), limit, count, received);
        }
    }

    private object Counted(MessageEnvelope? envelope, TimeSpan limit, int expected, int received)
    {
        var message = Received(envelope).Message;
        if (message is null)
            FailAssertion($"Timeout ({limit}) while expecting {expected} messages. Only got {received} after {limit}.");
        return message!;
    }

    private MessageEnvelope Received(MessageEnvelope? envelope)
    {
        _lastWasNoMessage = false;
        return _lastMessage = envelope ?? NullMessageEnvelope.Instance;
    }

    private void TakePeeked(Harvest harvest)
    {
        if (_queue.TryTake(out var envelope, TimeSpan.Zero, CancellationToken.None))
            harvest.Took(Received(envelope));
    }

    /// <summary>The limits of one ReceiveWhile, and the last message it took.</summary>
    private sealed class Harvest
    {
        private readonly TestKitBase _kit;
        private readonly TimeSpan _stop;
        private readonly TimeSpan _idle;
        private MessageEnvelope _last = NullMessageEnvelope.Instance;
        private int _left;

        public Harvest(TestKitBase kit, TimeSpan? max, TimeSpan? idle, int msgs)
        {
            _kit = kit;
            _stop = Now + kit.RemainingOrDilated(max);
            _idle = idle ?? Timeout.InfiniteTimeSpan;
            _left = msgs;
        }

        public bool WantsMore => _left > 0;

        public TimeSpan NextWait()
        {
            var left = Clamp(_stop - Now);
            return _idle != Timeout.InfiniteTimeSpan && _idle < left ? _idle : left;
        }

        public void Took(MessageEnvelope envelope)
        {
            _last = envelope;
            _left--;
        }

        public IReadOnlyList<T> End<T>(List<T> kept)
        {
            _kit._lastMessage = _last;
            _kit._lastWasNoMessage = true;
            return kept;
        }
    }
}
