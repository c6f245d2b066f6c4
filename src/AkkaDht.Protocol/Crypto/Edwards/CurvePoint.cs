namespace AkkaDht.Protocol.Crypto.Edwards;

/// <summary>
/// A point (X/Z, Y/Z) of the curve −x² + y² = 1 + d·x²·y² with T = XY/Z, and the group of these points. The formulas hold for
/// every pair of points, the neutral one and equal ones included, so that nothing has to be told apart by a branch.
/// </summary>
internal readonly struct CurvePoint(in FieldElement x, in FieldElement y, in FieldElement z, in FieldElement t)
{
    /// <summary>Length of a compressed point: y in 255 bits, then the sign of x.</summary>
    public const int Length = FieldElement.Length;

    // d = −121665/121666.
    private static readonly FieldElement D = new(0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff);
    private static readonly FieldElement TwoD = new(0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff);
    private static readonly FieldElement SquareRootOfMinus1 = new(0x61b274a0ea0b0, 0x0d5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d);
    private static readonly FieldElement BaseX = new(0x62d608f25d51a, 0x412a4b4f6592a, 0x75b7171a4b31d, 0x1ff60527118fe, 0x216936d3cd6e5);
    private static readonly FieldElement BaseY = new(0x6666666666658, 0x4cccccccccccc, 0x1999999999999, 0x3333333333333, 0x6666666666666);

    private readonly FieldElement _x = x, _y = y, _z = z, _t = t;

    /// <summary>The neutral point (0, 1).</summary>
    public static CurvePoint Neutral => new(FieldElement.Zero, FieldElement.One, FieldElement.One, FieldElement.Zero);

    /// <summary>The base point of Ed25519, which generates the subgroup of prime order.</summary>
    public static CurvePoint Base => new(BaseX, BaseY, FieldElement.One, BaseX * BaseY);

    /// <summary>
    /// Reads a compressed point; false when y is not below p or no x belongs to it. A sign with x = 0 is let pass as libsodium
    /// does: both points with x = 0 are of small order, which every caller refuses.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out CurvePoint point)
    {
        // x² = (y² − 1) / (d·y² + 1); the root of u/v is u·v³·(u·v⁷)^((p − 5) / 8), or that times √−1, if there is one.
        var y = FieldElement.Read(source);
        var ySquared = y.Squared();
        var u = ySquared - FieldElement.One;
        var v = D * ySquared + FieldElement.One;
        var vCubed = v.Squared() * v;
        var x = u * vCubed * (u * vCubed.Squared() * v).ToThePowerOf2To252Less3();

        var square = v * x.Squared();
        if (FieldElement.AreEqual(square, -u)) x *= SquareRootOfMinus1;
        else if (!FieldElement.AreEqual(square, u)) return Refuse(out point);

        if (!IsCanonical(y, source)) return Refuse(out point);
        if (x.Sign() != source[Length - 1] >> 7) x = -x;
        point = new(x, y, FieldElement.One, x * y);
        return true;
    }

    /// <summary>Writes the point compressed.</summary>
    public void CopyTo(Span<byte> destination)
    {
        var inverse = _z.Inverted();
        (_y * inverse).CopyTo(destination);
        destination[Length - 1] |= (byte)((_x * inverse).Sign() << 7);
    }

    public static CurvePoint operator -(in CurvePoint point) => new(-point._x, point._y, point._z, -point._t);

    /// <summary>Addition of Hisil, Wong, Carter and Dawson (2008), section 3.1.</summary>
    public static CurvePoint operator +(in CurvePoint left, in Addend right)
    {
        var a = (left._y - left._x) * right.YMinusX;
        var b = (left._y + left._x) * right.YPlusX;
        var c = left._t * right.T2D;
        var d = left._z * right.Z2;
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new(e * f, g * h, f * g, e * h);
    }

    /// <summary>Twice this point; T is left out where only a further doubling follows, which does not need it.</summary>
    public CurvePoint Doubled(bool withT = true)
    {
        var xx = _x.Squared();
        var yy = _y.Squared();
        var zz = _z.Squared();
        var sum = yy + xx;
        var difference = yy - xx;
        var e = (_x + _y).Squared() - sum;
        var f = zz + zz - difference;
        return new(e * f, sum * difference, difference * f, withT ? e * sum : default);
    }

    /// <summary>Sixteen times this point, one digit of a scalar further.</summary>
    public CurvePoint Times16() => Doubled(withT: false).Doubled(withT: false).Doubled(withT: false).Doubled();

    /// <summary>This point as the right side of additions.</summary>
    public Addend ToAddend() => new(_y + _x, _y - _x, _z + _z, _t * TwoD);

    /// <summary>Whether this is the neutral point.</summary>
    public bool IsNeutral() => FieldElement.AreEqual(_x, FieldElement.Zero) && FieldElement.AreEqual(_y, _z);

    /// <summary>Whether this point is one of the eight whose order divides eight.</summary>
    public bool HasSmallOrder() => Doubled(withT: false).Doubled(withT: false).Doubled(withT: false).IsNeutral();

    private static bool IsCanonical(in FieldElement y, ReadOnlySpan<byte> source)
    {
        Span<byte> canonical = stackalloc byte[Length];
        y.CopyTo(canonical);
        return canonical[..^1].SequenceEqual(source[..(Length - 1)]) && canonical[^1] == (source[Length - 1] & 0x7f);
    }

    private static bool Refuse(out CurvePoint point)
    {
        point = default;
        return false;
    }
}
