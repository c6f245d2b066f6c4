using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Tests.Crypto;

/// <summary>The suites of this machine, and lengths and bytes to try them with.</summary>
internal static class CipherData
{
    private const int EveryLengthTo = 300;
    private const int LongestLength = 70_000;
    private const int LongLengths = 40;

    private static readonly string[] Names =
        SodiumSuite.TryLoad(out _) ? [CryptoSuites.Managed, CryptoSuites.Sodium] : [CryptoSuites.Managed];

    /// <summary>The names of the suites, for a theory.</summary>
    public static TheoryData<string> Suites => [.. Names];

    /// <summary>Two suites at a time, the same twice included.</summary>
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var one in Names)
                foreach (var other in Names) pairs.Add(one, other);
            return pairs;
        }
    }

    /// <summary>Every length to 300, then some up to 70,000, among them those around the edges of blocks.</summary>
    public static IEnumerable<int> Lengths()
    {
        for (var length = 0; length <= EveryLengthTo; length++) yield return length;
        for (var edge = 512; edge <= 4096; edge *= 2)
            for (var length = edge - 2; length <= edge + 2; length++) yield return length;

        var random = new Random(1);
        for (var i = 0; i < LongLengths; i++) yield return random.Next(LongestLength);
        yield return LongestLength;
    }

    public static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The same bytes with room on both sides, at an address that is no multiple of anything.</summary>
    public static Span<byte> Misaligned(int before, byte[] bytes, int after)
    {
        var moved = new byte[1 + before + bytes.Length + after].AsSpan(1);
        bytes.CopyTo(moved[before..]);
        return moved;
    }
}
