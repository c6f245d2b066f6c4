namespace Akka.Util;

/// <summary>A source of random numbers for the calling thread.</summary>
public static class ThreadLocalRandom
{
    [ThreadStatic]
    private static Random? _source;

    /// <summary>The calling thread's source.</summary>
    public static Random Current => _source ??= new Random(Random.Shared.Next());
}
