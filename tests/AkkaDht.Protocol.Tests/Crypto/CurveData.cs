using System.Numerics;
using AkkaDht.Protocol.Crypto.Edwards;

namespace AkkaDht.Protocol.Tests.Crypto;

/// <summary>Points that a stranger may send instead of a public key, and scalars at the edges.</summary>
internal static class CurveData
{
    private const int TorsionOrder = 8;

    private static readonly BigInteger P = NaiveCurve.P;

    /// <summary>The eight points whose order divides eight, neutral point first.</summary>
    public static byte[][] TorsionPoints { get; } = MakeTorsionPoints();

    /// <summary>Every encoding whose y is not below p, with either sign: for y = p and p + 1 of points of small order.</summary>
    public static IEnumerable<byte[]> NonCanonical()
    {
        for (var y = P; y < BigInteger.One << 255; y++)
        {
            yield return NaiveCurve.Bytes(y);
            yield return NaiveCurve.Bytes(y | BigInteger.One << 255);
        }
    }

    /// <summary>y = 1 and y = −1, whose x is zero, with the sign that zero does not have.</summary>
    public static IEnumerable<byte[]> NegativeZeros() =>
        [NaiveCurve.Bytes(1 | BigInteger.One << 255), NaiveCurve.Bytes(P - 1 | BigInteger.One << 255)];

    /// <summary>A point of prime order plus each of the points of small order but the neutral one.</summary>
    public static IEnumerable<byte[]> MixedOrder(int seed) => TorsionPoints.Skip(1).Select(torsion => AddTorsion(PrimeOrderPoint(seed), torsion));

    /// <summary>A point plus one of small order.</summary>
    public static byte[] AddTorsion(byte[] point, byte[] torsion) =>
        NaiveCurve.Encode(NaiveCurve.Add(NaiveCurve.Decode(point)!.Value, NaiveCurve.Decode(torsion)!.Value));

    /// <summary>A random point of prime order.</summary>
    public static byte[] PrimeOrderPoint(int seed)
    {
        var point = new byte[32];
        Ed25519.DerivePublicKey(CipherData.Bytes(32, seed), point);
        return point;
    }

    /// <summary>Scalars at the edges: around zero, around multiples of the order, with all bits, with the top bit alone.</summary>
    public static IEnumerable<byte[]> EdgeScalars() =>
    [
        .. Enumerable.Range(0, 20).Select(value => NaiveCurve.Bytes(value)),
        .. Enumerable.Range(1, 8).SelectMany(factor => Enumerable.Range(-1, 3).Select(offset => NaiveCurve.Bytes(factor * NaiveCurve.Order + offset & (BigInteger.One << 256) - 1))),
        NaiveCurve.Bytes((BigInteger.One << 256) - 1),
        NaiveCurve.Bytes((BigInteger.One << 255) - 1),
        NaiveCurve.Bytes(BigInteger.One << 255),
        NaiveCurve.Bytes(BigInteger.One << 254),
        .. Enumerable.Range(0, 16).Select(digit => Enumerable.Repeat((byte)(digit * 17), 32).ToArray()),
    ];

    // The order of the group is eight times that of the prime subgroup: that many times any point is of small order.
    private static byte[][] MakeTorsionPoints()
    {
        for (BigInteger y = 2; ; y++)
        {
            if (NaiveCurve.Decode(NaiveCurve.Bytes(y)) is not { } point) continue;

            var torsion = NaiveCurve.Multiply(NaiveCurve.Order, point);
            var multiples = Enumerable.Range(0, TorsionOrder).Select(factor => NaiveCurve.Multiply(factor, torsion)).ToArray();
            if (multiples.Distinct().Count() == TorsionOrder) return [.. multiples.Select(NaiveCurve.Encode)];
        }
    }
}
