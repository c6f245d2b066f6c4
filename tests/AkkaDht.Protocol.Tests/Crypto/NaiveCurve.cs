using System.Numerics;

namespace AkkaDht.Protocol.Tests.Crypto;

/// <summary>The group of edwards25519 as the textbook writes it, in big integers: slow, and plainly right.</summary>
internal static class NaiveCurve
{
    public static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    public static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    private static readonly BigInteger D = Modulo(-121665 * Invert(121666));

    public readonly record struct Point(BigInteger X, BigInteger Y);

    public static Point Neutral => new(0, 1);

    public static Point Add(Point left, Point right) => Divide(Add((left.X, left.Y, 1), (right.X, right.Y, 1)));

    public static Point Multiply(BigInteger scalar, Point point)
    {
        (BigInteger, BigInteger, BigInteger) sum = (0, 1, 1);
        for (var bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = Add(sum, sum);
            if (!(scalar >> bit).IsEven) sum = Add(sum, (point.X, point.Y, 1));
        }

        return Divide(sum);
    }

    /// <summary>The point of an encoding; null when y is not below p, when no x belongs to it, or when zero has a sign.</summary>
    public static Point? Decode(byte[] bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true);
        var (sign, y) = (number >> 255, number & (BigInteger.One << 255) - 1);
        if (y >= P) return null;

        var xSquared = Modulo((y * y - 1) * Invert(D * y * y + 1));
        var x = BigInteger.ModPow(xSquared, (P + 3) / 8, P);
        if (Modulo(x * x - xSquared) != 0) x = Modulo(x * BigInteger.ModPow(2, (P - 1) / 4, P));
        if (Modulo(x * x - xSquared) != 0 || (x.IsZero && !sign.IsZero)) return null;

        return new(x.IsEven == sign.IsZero ? x : P - x, y);
    }

    public static byte[] Encode(Point point) => Bytes(point.Y | (point.X & 1) << 255);

    public static byte[] Bytes(BigInteger number)
    {
        var bytes = new byte[32];
        Assert.True(number.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }

    // x = (x1·y2 + y1·x2) / (1 + d·x1·x2·y1·y2), y = (y1·y2 + x1·x2) / (1 − d·x1·x2·y1·y2), over a common denominator.
    private static (BigInteger X, BigInteger Y, BigInteger Z) Add((BigInteger X, BigInteger Y, BigInteger Z) left, (BigInteger X, BigInteger Y, BigInteger Z) right)
    {
        var zz = left.Z * right.Z % P;
        var (square, product) = (zz * zz % P, D * (left.X * right.X % P) * (left.Y * right.Y % P) % P);
        return (
            Modulo(zz * (square - product) % P * (left.X * right.Y + left.Y * right.X)),
            Modulo(zz * (square + product) % P * (left.Y * right.Y + left.X * right.X)),
            Modulo((square - product) * (square + product)));
    }

    private static Point Divide((BigInteger X, BigInteger Y, BigInteger Z) point) =>
        new(Modulo(point.X * Invert(point.Z)), Modulo(point.Y * Invert(point.Z)));

    private static BigInteger Invert(BigInteger number) => BigInteger.ModPow(Modulo(number), P - 2, P);

    private static BigInteger Modulo(BigInteger number) => (number % P + P) % P;
}
