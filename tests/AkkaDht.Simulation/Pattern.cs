namespace AkkaDht.Simulation;

/// <summary>
/// Bytes that a transfer consists of: those at a position are always the same, so that a reader knows what must come without
/// having kept what was written.
/// </summary>
public static class Pattern
{
    // A prime, so that what is shifted by any power of two is different.
    private const int Period = 65521;
    private const int MaxLength = 64 * 1024;

    private static readonly byte[] Bytes = Make();

    /// <summary>The bytes from <paramref name="position"/> on, at most <paramref name="length"/> and never more than 64 KiB.</summary>
    public static ReadOnlySpan<byte> At(long position, long length) =>
        Bytes.AsSpan((int)(position % Period), (int)Math.Min(length, MaxLength));

    /// <summary>Whether <paramref name="bytes"/> are those at <paramref name="position"/>.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes, long position)
    {
        while (!bytes.IsEmpty)
        {
            var expected = At(position, bytes.Length);
            if (!bytes[..expected.Length].SequenceEqual(expected)) return false;

            bytes = bytes[expected.Length..];
            position += expected.Length;
        }

        return true;
    }

    private static byte[] Make()
    {
        var bytes = new byte[Period + MaxLength];
        new Random(65521).NextBytes(bytes.AsSpan(0, Period));
        bytes.AsSpan(0, MaxLength).CopyTo(bytes.AsSpan(Period));
        return bytes;
    }
}
