using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>Whether an event comes from a source, which may be written as in the log, as a path, or as a path without address.</summary>
internal static class SourceMatch
{
    public static Predicate<string?> Of(string? expected)
    {
        if (expected is null)
            return static _ => true;

        var full = Plain(expected);
        var local = LocalPath(full);
        return source => source is not null
            && (source == expected || Plain(source) == full || (full.StartsWith('/') && LocalPath(Plain(source)) == local));
    }

    /// <summary>Without the brackets and the uid with which references are printed.</summary>
    private static string Plain(string source)
    {
        var text = source.StartsWith('[') && source.EndsWith(']') ? source[1..^1] : source;
        var uid = text.LastIndexOf('#');
        return uid >= 0 && text.AsSpan(uid + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? text[..uid] : text;
    }

    private static string LocalPath(string source) =>
        ActorPath.TryParse(source, out var path) ? path.ToStringWithoutAddress() : source;
}
