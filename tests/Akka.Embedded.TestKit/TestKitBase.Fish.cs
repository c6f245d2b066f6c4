using System.Collections;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Takes messages until one satisfies the predicate; the others are dropped.</summary>
    public object FishForMessage(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    /// <summary>Takes messages until one of the type satisfies the predicate; the others are dropped.</summary>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage(isMessage, [], max, hint, cancellationToken);

    /// <summary>Takes messages until one of the type satisfies the predicate; the others go to <paramref name="allMessages"/>.</summary>
    public T FishForMessage<T>(
        Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var stop = Now + limit;
        allMessages.Clear();
        while (true)
        {
            _queue.TryTake(out var envelope, Clamp(stop - Now), cancellationToken);
            if (IsCatch(Received(envelope), isMessage, allMessages, limit, hint, out var caught))
                return caught;
        }
    }

    /// <inheritdoc cref="FishForMessage(Predicate{object}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync(isMessage, [], max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, ArrayList, TimeSpan?, string, CancellationToken)"/>
    public async ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var stop = Now + limit;
        allMessages.Clear();
        while (true)
        {
            var envelope = Received(await _queue.TakeAsync(Clamp(stop - Now), cancellationToken).ConfigureAwait(false));
            if (IsCatch(envelope, isMessage, allMessages, limit, hint, out var caught))
                return caught;
        }
    }

    /// <summary>Takes messages for the whole of <paramref name="max"/>; one of the type fails the test.</summary>
    public async Task FishUntilMessageAsync<T>(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        await foreach (var message in ReceiveWhileAsync<object>(static message => message, max, cancellationToken: cancellationToken))
            Assertions.AssertFalse(message is T, "Did not expect a message of type {0}", typeof(T));
    }

    /// <summary>Takes messages until none comes for <paramref name="max"/>, and returns them; more than <paramref name="maxMessages"/> fail the test.</summary>
    public async Task<ArrayList> WaitForRadioSilenceAsync(
        TimeSpan? max = null, uint? maxMessages = null, CancellationToken cancellationToken = default)
    {
        var messages = new ArrayList();
        while (await ReceiveOneAsync(max, cancellationToken).ConfigureAwait(false) is { } message)
        {
            messages.Add(message);
            Assertions.AssertFalse(messages.Count > maxMessages, "{0} violated: received {1}", nameof(maxMessages), messages.Count);
        }

        return ArrayList.ReadOnly(messages);
    }

    private bool IsCatch<T>(MessageEnvelope envelope, Predicate<T> isMessage, ArrayList others, TimeSpan limit, string hint, out T caught)
    {
        if (envelope is NullMessageEnvelope)
            FailAssertion($"Timeout ({limit}) during fishForMessage{(string.IsNullOrEmpty(hint) ? "" : ", hint: " + hint)}");
        if (envelope.Message is T message && isMessage(message))
        {
            caught = message;
            return true;
        }

        others.Add(envelope.Message);
        caught = default!;
        return false;
    }
}
