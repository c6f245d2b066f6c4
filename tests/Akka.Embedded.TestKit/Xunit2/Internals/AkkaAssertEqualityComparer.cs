using System.Collections;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>
/// When an expected message is the one that came: by the comparison that the expected value brings along, else, for
/// sequences, element by element, else, for values of one type, by <see cref="object.Equals(object)"/>.
/// </summary>
public class AkkaAssertEqualityComparer<T> : IEqualityComparer<T>
{
    private readonly bool _skipTypeCheck;
    private readonly IEqualityComparer? _elements;

    /// <summary>A comparer that may overlook the type, and that may compare elements of sequences in a way of its own.</summary>
    public AkkaAssertEqualityComparer(bool skipTypeCheck = false, IEqualityComparer? innerComparer = null)
    {
        _skipTypeCheck = skipTypeCheck;
        _elements = innerComparer;
    }

    /// <inheritdoc/>
    public bool Equals(T? x, T? y)
    {
        if (x is null || y is null)
            return x is null && y is null;
        return x switch
        {
            IEquatable<T> equatable => equatable.Equals(y),
            IComparable<T> comparable => comparable.CompareTo(y) == 0,
            IComparable comparable => comparable.CompareTo(y) == 0,
            IEnumerable sequence when y is IEnumerable other => SameElements(sequence, other),
            _ => (_skipTypeCheck || x.GetType() == y.GetType()) && x.Equals(y),
        };
    }

    /// <summary>Not offered: values may be equal to this comparer that agree in nothing a hash could be made of.</summary>
    public int GetHashCode(T obj) => throw new NotSupportedException($"{nameof(AkkaAssertEqualityComparer<>)} makes no hash codes.");

    private bool SameElements(IEnumerable sequence, IEnumerable other)
    {
        var left = sequence.GetEnumerator();
        var right = other.GetEnumerator();
        while (left.MoveNext())
        {
            if (!right.MoveNext() || !SameElement(left.Current, right.Current))
                return false;
        }

        return !right.MoveNext();
    }

    private bool SameElement(object? left, object? right) => _elements is null
        ? new AkkaAssertEqualityComparer<object>().Equals(left, right)
        : _elements.Equals(left, right);
}
