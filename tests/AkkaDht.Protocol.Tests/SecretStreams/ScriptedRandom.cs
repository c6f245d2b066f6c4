namespace AkkaDht.Protocol.Tests.SecretStreams;

/// <summary>Randomness that a vector prescribes; who asks is told apart by how many bytes are asked for.</summary>
internal sealed class ScriptedRandom(params byte[][] values) : IRandomSource
{
    public void Fill(Span<byte> destination)
    {
        var length = destination.Length;
        Assert.Single(values, value => value.Length == length).CopyTo(destination);
    }

    public int Next(int exclusiveUpperBound) => throw new InvalidOperationException("a stream asks for bytes only");
}
