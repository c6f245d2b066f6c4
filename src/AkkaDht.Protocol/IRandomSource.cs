namespace AkkaDht.Protocol;

/// <summary>Where a machine takes its randomness from; the shell gives the operating system's, a simulation a seeded one.</summary>
public interface IRandomSource
{
    /// <summary>Fills <paramref name="destination"/> with random bytes (any length).</summary>
    void Fill(Span<byte> destination);

    /// <summary>A uniform number in [0, <paramref name="exclusiveUpperBound"/>); the bound is positive.</summary>
    int Next(int exclusiveUpperBound);
}
