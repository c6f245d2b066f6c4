using System.Text.RegularExpressions;

namespace Akka.TestKit.Internal;

/// <summary>Which messages a filter picks, and how that is said when it fails.</summary>
internal sealed class TextMatch(Predicate<string> fits, string description)
{
    public static TextMatch Of(string? message, string? start, string? contains) =>
        message is not null ? new(text => text == message, $"message is \"{message}\"")
        : start is not null ? new(text => text.StartsWith(start, StringComparison.Ordinal), $"message starts with \"{start}\"")
        : contains is not null ? new(text => text.Contains(contains, StringComparison.Ordinal), $"message contains \"{contains}\"")
        : new(static _ => true, "message is any");

    public static TextMatch Of(Regex pattern) => new(pattern.IsMatch, $"message matches {pattern}");

    public bool Fits(object? message) => fits(message?.ToString() ?? "null");

    public override string ToString() => description;
}
