namespace Akka.TestKit.Internal.StringMatcher;

/// <summary>Says whether a text is meant.</summary>
public interface IStringMatcher
{
    /// <summary>Whether it is.</summary>
    bool IsMatch(string s);
}

/// <summary>Leaves it to a predicate.</summary>
public class PredicateMatcher(Predicate<string> predicate, string hint = "") : IStringMatcher
{
    /// <inheritdoc/>
    public bool IsMatch(string s) => predicate(s);

    /// <inheritdoc/>
    public override string ToString() => $"matches predicate {hint}";
}
