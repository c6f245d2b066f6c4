using AkkaDht.Protocol.Crypto;
using Org.BouncyCastle.Crypto.Digests;

namespace AkkaDht.Protocol.Tests.Crypto;

/// <summary>Every suite of the machine against BouncyCastle, at each length around the edges of the blocks.</summary>
public sealed class Blake2bTests
{
    private const int LongestInput = 300;

    public static TheoryData<string> Suites =>
        SodiumSuite.TryLoad(out _) ? [CryptoSuites.Managed, CryptoSuites.Sodium] : [CryptoSuites.Managed];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Unkeyed_digests_agree_with_BouncyCastle(string name)
    {
        var suite = CryptoSuites.Select(name);
        Span<byte> digest = stackalloc byte[32];
        for (var length = 0; length <= LongestInput; length++)
        {
            var input = Bytes(length, seed: length);
            suite.Blake2b256(input, digest);
            Assert.Equal(Oracle(key: null, input), digest.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Keyed_digests_agree_with_BouncyCastle(string name)
    {
        var suite = CryptoSuites.Select(name);
        Span<byte> digest = stackalloc byte[32];
        for (var length = 0; length <= LongestInput; length++)
        {
            var input = Bytes(length, seed: length);
            var key = Bytes(1 + length % 64, seed: ~length);
            suite.Blake2b256(key, input, digest);
            Assert.Equal(Oracle(key, input), digest.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Long_digests_of_two_parts_agree_with_BouncyCastle(string name)
    {
        var suite = CryptoSuites.Select(name);
        var (digest, whole) = (new byte[64], new byte[64]);
        for (var length = 0; length <= LongestInput; length++)
        {
            var input = Bytes(length, seed: length);
            var cut = 7 * length % (length + 1);
            suite.Blake2b512(input.AsSpan(0, cut), input.AsSpan(cut), digest);
            suite.Blake2b512(input, whole);
            Assert.Equal(LongOracle(input), digest);
            Assert.Equal(digest, whole);
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_digest_allocates_nothing(string name)
    {
        var suite = CryptoSuites.Select(name);
        var input = Bytes(LongestInput, seed: 1);
        var digest = new byte[32];
        var longDigest = new byte[64];
        suite.Blake2b256(input, digest);
        suite.Blake2b512(input, longDigest);

        var before = GC.GetAllocatedBytesForCurrentThread();
        suite.Blake2b256(input, digest);
        suite.Blake2b256(digest, input, digest);
        suite.Blake2b512(longDigest, input, longDigest);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void The_digest_may_overwrite_its_own_input(string name)
    {
        var bytes = Bytes(32, seed: 2);
        var expected = Oracle(key: null, bytes);
        CryptoSuites.Select(name).Blake2b256(bytes, bytes);
        Assert.Equal(expected, bytes);

        var longBytes = Bytes(64, seed: 3);
        var longExpected = LongOracle([.. longBytes, .. bytes]);
        CryptoSuites.Select(name).Blake2b512(longBytes, bytes, longBytes);
        Assert.Equal(longExpected, longBytes);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Wrong_lengths_are_mistakes_of_ours(string name)
    {
        var suite = CryptoSuites.Select(name);
        Assert.Throws<InvariantException>(() => suite.Blake2b256([], new byte[31]));
        Assert.Throws<InvariantException>(() => suite.Blake2b256([], [], new byte[32]));
        Assert.Throws<InvariantException>(() => suite.Blake2b256(new byte[65], [], new byte[32]));
        Assert.Throws<InvariantException>(() => suite.Blake2b512([], [], new byte[32]));
    }

    private static byte[] Oracle(byte[]? key, byte[] input)
    {
        var oracle = new Blake2bDigest(key, 32, null, null);
        oracle.BlockUpdate(input, 0, input.Length);
        var digest = new byte[32];
        oracle.DoFinal(digest, 0);
        return digest;
    }

    private static byte[] LongOracle(byte[] input)
    {
        var oracle = new Blake2bDigest(512);
        oracle.BlockUpdate(input, 0, input.Length);
        var digest = new byte[64];
        oracle.DoFinal(digest, 0);
        return digest;
    }

    private static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
