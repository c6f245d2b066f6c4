using System.Numerics;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Tests.Crypto;

/// <summary>Key agreement in the Edwards group: every suite against the textbook, and the suites against each other.</summary>
public sealed class MultiplicationTests
{
    private const int RandomInputs = 2000;

    public static TheoryData<string> Suites => CipherData.Suites;

    [Theory]
    [MemberData(nameof(Suites))]
    public void Products_agree_with_the_textbook(string name)
    {
        var suite = CryptoSuites.Select(name);
        foreach (var (index, scalar) in CurveData.EdgeScalars().Concat(RandomScalars(10)).Index())
        {
            var point = CurveData.PrimeOrderPoint(seed: index % 3);
            var factor = new BigInteger(scalar, isUnsigned: true) & (BigInteger.One << 255) - 1;
            var expected = NaiveCurve.Multiply(factor, NaiveCurve.Decode(point)!.Value);

            if (expected == NaiveCurve.Neutral) AssertRefused(suite, scalar, point);
            else Assert.Equal(Convert.ToHexStringLower(NaiveCurve.Encode(expected)), Multiply(suite, scalar, point));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Suites_agree_on_whatever_comes(string name)
    {
        var suite = CryptoSuites.Select(name);
        byte[][] edges = [.. CurveData.TorsionPoints, .. CurveData.NonCanonical(), .. CurveData.NegativeZeros(), .. CurveData.MixedOrder(seed: 1)];
        byte[][] scalars = [.. CurveData.EdgeScalars()];
        for (var i = 0; i < RandomInputs; i++)
        {
            var scalar = i % 4 == 0 ? scalars[i % scalars.Length] : CipherData.Bytes(32, seed: i);
            var point = (i % 5) switch
            {
                0 => edges[i % edges.Length],
                1 => CipherData.Bytes(32, seed: ~i),
                _ => CurveData.PrimeOrderPoint(seed: i),
            };
            Assert.Equal(Multiply(ManagedSuite.Instance, scalar, point), Multiply(suite, scalar, point));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Both_sides_agree_on_one_key(string name)
    {
        var suite = CryptoSuites.Select(name);
        for (var i = 0; i < 20; i++)
        {
            var (one, other) = (Pair(suite, 2 * i), Pair(suite, 2 * i + 1));
            var (left, right) = (new byte[32], new byte[32]);
            Assert.True(one.TryAgree(suite, other.PublicKey, left));
            Assert.True(other.TryAgree(suite, one.PublicKey, right));
            Assert.Equal(left, right);
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Points_of_small_order_are_refused(string name)
    {
        Assert.Equal(8, CurveData.TorsionPoints.Length);
        AssertAllRefused(name, CurveData.TorsionPoints);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Encodings_that_are_not_canonical_are_refused(string name) => AssertAllRefused(name, CurveData.NonCanonical());

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_zero_with_a_sign_is_refused(string name) => AssertAllRefused(name, CurveData.NegativeZeros());

    [Theory]
    [MemberData(nameof(Suites))]
    public void Points_with_a_part_of_small_order_are_refused(string name) =>
        AssertAllRefused(name, Enumerable.Range(0, 10).SelectMany(CurveData.MixedOrder));

    [Theory]
    [MemberData(nameof(Suites))]
    public void Bytes_off_the_curve_are_refused(string name)
    {
        var offCurve = Enumerable.Range(0, 200).Select(seed => CipherData.Bytes(32, seed)).Where(bytes => NaiveCurve.Decode(bytes) is null).ToArray();
        Assert.NotEmpty(offCurve);
        AssertAllRefused(name, offCurve);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_scalar_without_a_bit_is_refused(string name)
    {
        var suite = CryptoSuites.Select(name);
        AssertRefused(suite, new byte[32], CurveData.PrimeOrderPoint(seed: 1));
        AssertRefused(suite, NaiveCurve.Bytes(BigInteger.One << 255), CurveData.PrimeOrderPoint(seed: 1));
        AssertRefused(suite, NaiveCurve.Bytes(NaiveCurve.Order), CurveData.PrimeOrderPoint(seed: 1));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void The_product_may_overwrite_either_factor(string name)
    {
        var suite = CryptoSuites.Select(name);
        var (scalar, point) = (CipherData.Bytes(32, seed: 3), CurveData.PrimeOrderPoint(seed: 4));
        var expected = Multiply(suite, scalar, point);

        var (overScalar, overPoint) = (scalar.ToArray(), point.ToArray());
        Assert.True(suite.TryMultiply(overScalar, point, overScalar));
        Assert.True(suite.TryMultiply(scalar, overPoint, overPoint));
        Assert.Equal(expected, Convert.ToHexStringLower(overScalar));
        Assert.Equal(expected, Convert.ToHexStringLower(overPoint));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_multiplication_allocates_nothing(string name)
    {
        var suite = CryptoSuites.Select(name);
        var (scalar, point, product) = (CipherData.Bytes(32, seed: 5), CurveData.PrimeOrderPoint(seed: 6), new byte[32]);
        Assert.Equal(0, Allocations.Of(() => suite.TryMultiply(scalar, point, product)));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Wrong_lengths_are_mistakes_of_ours(string name)
    {
        var suite = CryptoSuites.Select(name);
        Assert.Throws<InvariantException>(() => suite.TryMultiply(new byte[31], new byte[32], new byte[32]));
        Assert.Throws<InvariantException>(() => suite.TryMultiply(new byte[32], new byte[33], new byte[32]));
        Assert.Throws<InvariantException>(() => suite.TryMultiply(new byte[32], new byte[32], new byte[64]));
        Assert.Throws<InvariantException>(() => suite.DeriveScalar(new byte[31], new byte[32]));
        Assert.Throws<InvariantException>(() => suite.DeriveScalar(new byte[32], new byte[31]));
    }

    private static KeyPair Pair(ICryptoSuite suite, int seed) => KeyPair.FromSeed(suite, CipherData.Bytes(32, seed));

    private static IEnumerable<byte[]> RandomScalars(int count) => Enumerable.Range(0, count).Select(seed => CipherData.Bytes(32, seed));

    private static void AssertAllRefused(string name, IEnumerable<byte[]> points) =>
        Assert.All(points, point => AssertRefused(CryptoSuites.Select(name), CipherData.Bytes(32, seed: 7), point));

    private static void AssertRefused(ICryptoSuite suite, byte[] scalar, byte[] point) => Assert.Null(Multiply(suite, scalar, point));

    private static string? Multiply(ICryptoSuite suite, byte[] scalar, byte[] point)
    {
        var product = new byte[32];
        return suite.TryMultiply(scalar, point, product) ? Convert.ToHexStringLower(product) : null;
    }
}
