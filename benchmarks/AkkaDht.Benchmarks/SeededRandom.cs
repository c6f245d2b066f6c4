using AkkaDht.Protocol;

namespace AkkaDht.Benchmarks;

/// <summary>Randomness that is the same in every run.</summary>
internal sealed class SeededRandom(int seed) : IRandomSource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> destination) => _random.NextBytes(destination);

    public int Next(int exclusiveUpperBound) => _random.Next(exclusiveUpperBound);
}
