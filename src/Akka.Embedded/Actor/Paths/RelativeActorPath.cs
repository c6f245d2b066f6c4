namespace Akka.Actor;

/// <summary>Takes relative paths apart: <c>grand/child</c>, <c>/user/hello</c>.</summary>
public static class RelativeActorPath
{
    /// <summary>The elements of a path without address; null for one with an address.</summary>
    public static IEnumerable<string>? Unapply(string addr) =>
        Uri.TryCreate(addr, UriKind.Relative, out _) ? addr.Split('/').SkipWhile(string.IsNullOrEmpty) : null;
}
