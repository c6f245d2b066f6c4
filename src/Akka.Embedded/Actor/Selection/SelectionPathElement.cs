using System.IO.Enumeration;

namespace Akka.Actor;

/// <summary>One step of a selection.</summary>
internal abstract record SelectionPathElement
{
    /// <summary>The steps of a relative path; empty elements are passed over.</summary>
    public static SelectionPathElement[] Parse(IEnumerable<string> elements) =>
        [.. elements.Where(element => !string.IsNullOrWhiteSpace(element)).Select(Parse)];

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

/// <summary>All children whose names fit a pattern; unlike names, patterns take upper case for lower.</summary>
internal sealed record SelectChildPattern(string Pattern) : SelectionPathElement
{
    public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(Pattern, name);

    public override string ToString() => Pattern;
}
