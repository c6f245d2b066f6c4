using System.Runtime.CompilerServices;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Takes as many messages as given; they must be these, in whatever order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => AllOf(messages, RemainingOrDefault, default);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOf(messages, RemainingOrDefault, cancellationToken);

    /// <summary>Takes as many messages as given within <paramref name="max"/>; they must be these, in whatever order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) => AllOf(messages, Dilated(max), default);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(TimeSpan, T[])"/>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOf(messages, Dilated(max), cancellationToken);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(messages, RemainingOrDefault, cancellationToken);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(TimeSpan, T[])"/>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(messages, Dilated(max), cancellationToken);

    /// <summary>Takes as many messages as there are predicates; each message must satisfy one and each predicate be satisfied.</summary>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(params PredicateInfo[] predicates) =>
        AllMatching(predicates, RemainingOrDefault, default);

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken) =>
        AllMatching(predicates, RemainingOrDefault, cancellationToken);

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(TimeSpan max, params PredicateInfo[] predicates) =>
        AllMatching(predicates, Dilated(max), default);

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken) =>
        AllMatching(predicates, Dilated(max), cancellationToken);

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default) =>
        AllMatchingAsync(predicates, RemainingOrDefault, cancellationToken);

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default) =>
        AllMatchingAsync(predicates, Dilated(max), cancellationToken);

    /// <summary>Takes the next message, which must be one of those given.</summary>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        Expect<T>(null, null, (message, _) => RequireOneOf(message, messages), cancellationToken);

    /// <inheritdoc cref="ExpectMsgAnyOf{T}(IEnumerable{T}, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(null, null, (message, _) => RequireOneOf(message, messages), cancellationToken);

    private List<T> AllOf<T>(IReadOnlyCollection<T> expected, TimeSpan limit, CancellationToken cancellationToken) =>
        SameAs(expected, ReceiveExactly(expected.Count, limit, cancellationToken));

    private async IAsyncEnumerable<T> AllOfAsync<T>(
        IReadOnlyCollection<T> expected, TimeSpan limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var received = await ToListAsync(ReceiveExactlyAsync(expected.Count, limit, cancellationToken));
        foreach (var message in SameAs(expected, received))
            yield return message;
    }

    private List<object> AllMatching(IReadOnlyCollection<PredicateInfo> predicates, TimeSpan limit, CancellationToken cancellationToken) =>
        MatchedBy(predicates, ReceiveExactly(predicates.Count, limit, cancellationToken));

    private async IAsyncEnumerable<object> AllMatchingAsync(
        IReadOnlyCollection<PredicateInfo> predicates, TimeSpan limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var received = await ToListAsync(ReceiveExactlyAsync(predicates.Count, limit, cancellationToken));
        foreach (var message in MatchedBy(predicates, received))
            yield return message;
    }

    private List<T> SameAs<T>(IReadOnlyCollection<T> expected, List<object> received)
    {
        var missing = expected.Where(message => !received.Exists(other => Equals(message, other))).ToList();
        var unexpected = received.FindAll(message => !expected.Any(other => Equals(message, other)));
        if (missing.Count + unexpected.Count > 0)
            FailAssertion($"Failed: not found [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}]");
        return received.ConvertAll(message => (T)message);
    }

    private List<object> MatchedBy(IReadOnlyCollection<PredicateInfo> predicates, List<object> received)
    {
        var open = predicates.ToList();
        var unexpected = new List<object>();
        foreach (var message in received)
        {
            if (open.Find(predicate => predicate.Matches(message)) is { } matched)
                open.Remove(matched);
            else
                unexpected.Add(message);
        }

        if (open.Count + unexpected.Count > 0)
            FailAssertion($"Failed: not found [{string.Join(", ", open)}], unexpected [{string.Join(", ", unexpected)}]");
        return received;
    }

    private void RequireOneOf<T>(T message, IEnumerable<T> messages)
    {
        if (!messages.Contains(message))
            FailAssertion($"Failed: Expected one of [{string.Join(", ", messages)}], found {message}");
    }

    private static async Task<List<object>> ToListAsync(IAsyncEnumerable<object> source)
    {
        var list = new List<object>();
        await foreach (var item in source)
            list.Add(item);
        return list;
    }
}
