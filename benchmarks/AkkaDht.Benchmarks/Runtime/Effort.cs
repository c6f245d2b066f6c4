using Akka.Actor;

namespace AkkaDht.Benchmarks.Runtime;

/// <summary>How much is done to get a figure: enough to trust it, or just enough to see that there is one.</summary>
/// <param name="Share">Of everything one in so many is done.</param>
internal sealed record Effort(int Share)
{
    public static Effort Full { get; } = new(1);

    public static Effort Smoke { get; } = new(100);

    public int Of(int count) => count / Share;

    public TimeSpan Of(TimeSpan time) => time / Share;

    /// <summary>A quiet system for one run.</summary>
    public static ActorSystem StartSystem() => ActorSystem.Create("runtime", "akka { loglevel = WARNING, log-dead-letters = off }");
}
