namespace Akka.TestKit;

/// <summary>A predicate over messages of one type.</summary>
public class PredicateInfo
{
    private readonly Predicate<object?> _matches;

    private PredicateInfo(Delegate predicate, Type type, Predicate<object?> matches) =>
        (PredicateT, Type, _matches) = (predicate, type, matches);

    /// <summary>The predicate.</summary>
    public Delegate PredicateT { get; }

    /// <summary>The type of messages it is for.</summary>
    public Type Type { get; }

    /// <summary>Keeps the predicate with its type.</summary>
    public static PredicateInfo Create<T>(Predicate<T> predicateT) =>
        new(predicateT, typeof(T), message => message is T typed && predicateT(typed));

    /// <inheritdoc/>
    public override string ToString() => $"Type: {Type}, Delegate: {PredicateT}";

    internal bool Matches(object? message) => _matches(message);
}

/// <summary>Makes predicates into lists of different types.</summary>
public static class PredicateInfoFactory
{
    /// <summary>Keeps the predicate with its type.</summary>
    public static PredicateInfo CreatePredicateInfo<T>(this Predicate<T> predicateT) => PredicateInfo.Create(predicateT);
}
