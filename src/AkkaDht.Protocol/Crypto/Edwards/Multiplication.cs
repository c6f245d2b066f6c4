namespace AkkaDht.Protocol.Crypto.Edwards;

/// <summary>Multiplies points by scalars of 32 little-endian bytes, whose top bit does not count.</summary>
internal static class Multiplication
{
    private const int Rows = ScalarDigits.Count / 2;

    // Row i holds the multiples of 256^i · base; 40 KiB, made once.
    private static readonly Multiples[] BaseRows = MakeBaseRows();

    private static readonly ScalarDigits OrderDigits = ScalarDigits.Of(Scalar.Order);

    /// <summary>The multiple of the base point by a secret scalar; takes the same time for every scalar.</summary>
    public static CurvePoint OfBase(ReadOnlySpan<byte> scalar)
    {
        // Digits of odd places weigh sixteen times those of the row below: they go first, and sixteen-fold.
        var digits = ScalarDigits.Of(scalar);
        var sum = CurvePoint.Neutral;
        for (var row = 0; row < Rows; row++) sum += BaseRows[row].Select(digits[2 * row + 1]);
        sum = sum.Times16();
        for (var row = 0; row < Rows; row++) sum += BaseRows[row].Select(digits[2 * row]);
        digits.Erase();
        return sum;
    }

    /// <summary>The multiple of a point by a secret scalar; takes the same time for every scalar.</summary>
    public static CurvePoint Of(in Multiples point, ReadOnlySpan<byte> scalar)
    {
        var digits = ScalarDigits.Of(scalar);
        var sum = CurvePoint.Neutral;
        for (var i = ScalarDigits.Count - 1; i >= 0; i--) sum = sum.Times16() + point.Select(digits[i]);
        digits.Erase();
        return sum;
    }

    /// <summary>The multiple of a point by a scalar that everybody may know: zero digits are skipped.</summary>
    public static CurvePoint OfPublic(in Multiples point, ReadOnlySpan<byte> scalar) => OfPublic(point, ScalarDigits.Of(scalar));

    /// <summary>Whether the order of the group of prime order takes the point to the neutral one; public points only.</summary>
    public static bool IsInPrimeSubgroup(in Multiples point) => OfPublic(point, OrderDigits).IsNeutral();

    private static CurvePoint OfPublic(in Multiples point, in ScalarDigits digits)
    {
        var sum = CurvePoint.Neutral;
        for (var i = ScalarDigits.Count - 1; i >= 0; i--)
        {
            sum = sum.Times16();
            if (digits[i] != 0) sum += point.Get(digits[i]);
        }

        return sum;
    }

    private static Multiples[] MakeBaseRows()
    {
        var rows = new Multiples[Rows];
        var point = CurvePoint.Base;
        for (var row = 0; row < Rows; row++)
        {
            rows[row] = Multiples.Of(point);
            point = point.Times16().Times16();
        }

        return rows;
    }
}
