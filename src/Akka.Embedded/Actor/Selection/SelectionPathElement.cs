using System.IO.Enumeration;

namespace Akka.Actor;

/// <summary>One step of a selection.</summary>
internal abstract record SelectionPathElement
{
    /// <summary>The steps of a relative path.</summary>
    public static SelectionPathElement[] Parse(IEnumerable<string> elements) =>
        [.. elements.Where(element => element.Length > 0 && element != ".").Select(Parse)];

    private static SelectionPathElement Parse(string element) =>
        element == ".." ? new SelectParent()
        : element.AsSpan().ContainsAny('*', '?') ? new SelectChildPattern(element)
        : new SelectChildName(element);
}

internal sealed record SelectParent : SelectionPathElement
{
    public override string ToString() => "..";
}

internal sealed record SelectChildName(string Name) : SelectionPathElement
{
    public override string ToString() => Name;
}

internal sealed record SelectChildPattern(string Pattern) : SelectionPathElement
{
    public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(Pattern, name, ignoreCase: false);

    public override string ToString() => Pattern;
}
