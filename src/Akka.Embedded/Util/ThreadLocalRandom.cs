namespace Akka.Util;

/// <summary>A source of random numbers for the calling thread.</summary>
public static class ThreadLocalRandom
{
    [ThreadStatic]
    private static Random? _source;

    /// <summary>The calling thread's source.</summary>
    public static Random Current => _source ??= new Random(Random.Shared.Next());

    /// <summary>Gives the calling thread another source; answers the one it had.</summary>
    internal static Random? Exchange(Random? source)
    {
        var before = _source;
        _source = source;
        return before;
    }
}
