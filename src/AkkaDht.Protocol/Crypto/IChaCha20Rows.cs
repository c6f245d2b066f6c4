namespace AkkaDht.Protocol.Crypto;

/// <summary>The rows of as many consecutive blocks as a vector holds the rows of.</summary>
internal interface IChaCha20Rows<TSelf>
    where TSelf : struct, IChaCha20Rows<TSelf>
{
    /// <summary>How many bytes of key stream they make.</summary>
    static abstract int Length { get; }

    /// <summary>The start of what comes <paramref name="times"/> this many blocks later.</summary>
    TSelf Skip(uint times);

    /// <summary>Mixes the columns of the squares, then their diagonals.</summary>
    void DoubleRound();

    /// <summary>Adds <paramref name="start"/>, which makes key stream of the mixed rows, and XORs it with <paramref name="input"/> into <paramref name="output"/>.</summary>
    void Xor(in TSelf start, ReadOnlySpan<byte> input, Span<byte> output);
}
