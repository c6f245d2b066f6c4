using Akka.Actor;
using Akka.TestKit.TestEvent;

namespace Akka.TestKit.Internal;

/// <summary>Expects or mutes the events that any of its filters picks.</summary>
internal sealed class EventFilterApplier(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilterBase> filters) : IEventFilterApplier
{
    public EventFilterFactory And => new(testkit, system, filters);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Intercept(expectedCount, null, AsFunction(action), cancellationToken);

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Intercept(expectedCount, timeout, AsFunction(action), cancellationToken);

    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(expectedCount, null, func, cancellationToken);

    public T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(expectedCount, timeout, func, cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        InterceptAsync(expectedCount, null, AsFunction(actionAsync), cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, TimeSpan? timeout, CancellationToken cancellationToken = default) =>
        InterceptAsync(expectedCount, timeout, AsFunction(actionAsync), cancellationToken);

    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        InterceptAsync(expectedCount, timeout, AsFunction(action), cancellationToken);

    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        InterceptAsync(expectedCount, timeout, () => Task.FromResult(AsFunction(action)()), cancellationToken);

    public Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        InterceptAsync(expectedCount, null, func, cancellationToken);

    public Task<T> ExpectAsync<T>(int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        InterceptAsync(expectedCount, timeout, func, cancellationToken);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, action, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) => Expect(1, func, cancellationToken);

    public T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, func, cancellationToken);

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, actionAsync, cancellationToken);

    public Task ExpectOneAsync(Action action, CancellationToken cancellationToken = default) =>
        InterceptAsync(1, null, () => Task.FromResult(AsFunction(action)()), cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, action, cancellationToken);

    public Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) => ExpectAsync(1, func, cancellationToken);

    public Task<T> ExpectOneAsync<T>(TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, func, cancellationToken);

    public IUnmutableFilter Mute()
    {
        system.EventStream.Publish(new Mute(filters));
        return new Muted(system, filters);
    }

    public void Mute(Action action, CancellationToken cancellationToken = default) => Mute(AsFunction(action), cancellationToken);

    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default)
    {
        using (Mute())
            return func();
    }

    public Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default) => MuteAsync(AsFunction(action), cancellationToken);

    public Task MuteAsync(Action action, CancellationToken cancellationToken = default)
    {
        Mute(action, cancellationToken);
        return Task.CompletedTask;
    }

    public async Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default)
    {
        using (Mute())
            return await func();
    }

    private T Intercept<T>(int expected, TimeSpan? timeout, Func<T> func, CancellationToken cancellationToken)
    {
        using var tally = new Tally(filters);
        using var muted = Mute();
        var result = func();
        var limit = Limit(timeout);
        if (tally.Wait(expected, limit, cancellationToken))
            Flush().Wait(limit, cancellationToken);
        Check(tally.Count, expected, limit);
        return result;
    }

    private async Task<T> InterceptAsync<T>(int expected, TimeSpan? timeout, Func<Task<T>> func, CancellationToken cancellationToken)
    {
        using var tally = new Tally(filters);
        using var muted = Mute();
        var result = await func();
        var limit = Limit(timeout);
        if (await tally.WaitAsync(expected, limit, cancellationToken))
            await Flush().WaitAsync(limit, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        Check(tally.Count, expected, limit);
        return result;
    }

    private TimeSpan Limit(TimeSpan? timeout) => testkit.Dilated(timeout ?? testkit.TestKitSettings.TestEventFilterLeeway);

    /// <summary>What has been logged before on this thread is counted once this task is done, so that surplus is noticed.</summary>
    private Task Flush()
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.EventStream.Publish(new Seen(signal));
        return signal.Task;
    }

    private void Check(int actual, int expected, TimeSpan limit)
    {
        var names = string.Join(", ", filters);
        if (actual > expected)
            Fail($"Received {Messages(actual - expected)} too many. Expected {Messages(expected)} but received {actual} that matched filter [{names}]");
        if (actual < expected)
            Fail($"Timeout ({limit}) while waiting for messages. Only received {actual}/{expected} messages that matched filter [{names}]");
    }

    private void Fail(string text) => testkit.Assertions.Fail("{0}", text);

    private static string Messages(int number) => number == 1 ? "1 message" : $"{number} messages";

    private static Func<bool> AsFunction(Action action) => () =>
    {
        action();
        return true;
    };

    private static Func<Task<bool>> AsFunction(Func<Task> action) => async () =>
    {
        await action();
        return true;
    };

    private sealed class Muted(ActorSystem system, IReadOnlyList<EventFilterBase> filters) : IUnmutableFilter
    {
        private bool _ended;

        public void Unmute()
        {
            if (!_ended)
                system.EventStream.Publish(new Unmute(filters));
            _ended = true;
        }

        public void Dispose() => Unmute();
    }
}
