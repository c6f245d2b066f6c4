using AkkaDht.Protocol;

namespace AkkaDht.Simulation;

/// <summary>Randomness that a seed replays.</summary>
public sealed class SimRandom(int seed) : IRandomSource
{
    private readonly Random _random = new(seed);

    /// <inheritdoc/>
    public void Fill(Span<byte> destination) => _random.NextBytes(destination);

    /// <inheritdoc/>
    public int Next(int exclusiveUpperBound) => _random.Next(exclusiveUpperBound);
}
