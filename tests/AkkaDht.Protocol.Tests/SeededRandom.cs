using System.Globalization;

namespace AkkaDht.Protocol.Tests;

/// <summary>Randomness that a seed replays.</summary>
internal sealed class SeededRandom(int seed) : IRandomSource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> destination) => _random.NextBytes(destination);

    public int Next(int exclusiveUpperBound) => _random.Next(exclusiveUpperBound);
}

/// <summary>The seeds that a property is tried with. A failure names its own; <c>SEED=… dotnet test</c> replays it alone.</summary>
internal static class Seeds
{
    public static TheoryData<int> First(int count) =>
        Environment.GetEnvironmentVariable("SEED") is { Length: > 0 } seed
            ? [int.Parse(seed, CultureInfo.InvariantCulture)]
            : [.. Enumerable.Range(1, count)];
}
