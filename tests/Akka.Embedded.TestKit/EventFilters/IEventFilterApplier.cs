namespace Akka.TestKit;

/// <summary>What is done with the events that a filter picks: expecting so many of them while an action runs, or muting them.</summary>
public interface IEventFilterApplier
{
    /// <summary>Adds a further filter; an event is picked by any of them.</summary>
    EventFilterFactory And { get; }

    /// <summary>Expects so many events during the action, or soon after.</summary>
    void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events during the action, or within <paramref name="timeout"/> after.</summary>
    void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events during the function, or soon after.</summary>
    T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events during the function, or within <paramref name="timeout"/> after.</summary>
    T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events during the action, or soon after.</summary>
    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events during the action, or within <paramref name="timeout"/> after.</summary>
    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, TimeSpan? timeout, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events during the action, or within <paramref name="timeout"/> after.</summary>
    Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events during the action, or within <paramref name="timeout"/> after.</summary>
    Task ExpectAsync(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events during the function, or soon after.</summary>
    Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events during the function, or within <paramref name="timeout"/> after.</summary>
    Task<T> ExpectAsync<T>(int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Expects one event during the action, or soon after.</summary>
    void ExpectOne(Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects one event during the action, or within <paramref name="timeout"/> after.</summary>
    void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects one event during the function, or soon after.</summary>
    T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Expects one event during the function, or within <paramref name="timeout"/> after.</summary>
    T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Expects one event during the action, or soon after.</summary>
    Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Expects one event during the action, or soon after.</summary>
    Task ExpectOneAsync(Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects one event during the action, or within <paramref name="timeout"/> after.</summary>
    Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default);

    /// <summary>Expects one event during the function, or soon after.</summary>
    Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Expects one event during the function, or within <paramref name="timeout"/> after.</summary>
    Task<T> ExpectOneAsync<T>(TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Keeps the events from the log until told otherwise.</summary>
    IUnmutableFilter Mute();

    /// <summary>Keeps the events from the log while the action runs.</summary>
    void Mute(Action action, CancellationToken cancellationToken = default);

    /// <summary>Keeps the events from the log while the function runs.</summary>
    T Mute<T>(Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Keeps the events from the log while the action runs.</summary>
    Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default);

    /// <summary>Keeps the events from the log while the action runs.</summary>
    Task MuteAsync(Action action, CancellationToken cancellationToken = default);

    /// <summary>Keeps the events from the log while the function runs.</summary>
    Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default);
}
