namespace AkkaDht.Protocol.Tests.Noise;

/// <summary>Randomness that a vector or a test prescribes: the same bytes whenever their number is asked for.</summary>
internal sealed class FixedRandom(byte[] bytes) : IRandomSource
{
    public void Fill(Span<byte> destination)
    {
        Assert.Equal(bytes.Length, destination.Length);
        bytes.CopyTo(destination);
    }

    public int Next(int exclusiveUpperBound) => throw new InvalidOperationException("a handshake asks for bytes only");
}
