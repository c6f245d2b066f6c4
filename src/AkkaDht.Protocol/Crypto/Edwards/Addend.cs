namespace AkkaDht.Protocol.Crypto.Edwards;

/// <summary>A point prepared as the right side of additions: (Y + X, Y − X, 2Z, 2dT).</summary>
internal readonly struct Addend(in FieldElement yPlusX, in FieldElement yMinusX, in FieldElement z2, in FieldElement t2D)
{
    public readonly FieldElement YPlusX = yPlusX, YMinusX = yMinusX, Z2 = z2, T2D = t2D;

    /// <summary>The neutral point.</summary>
    public static Addend Neutral => new(FieldElement.One, FieldElement.One, FieldElement.One + FieldElement.One, FieldElement.Zero);

    public static Addend operator -(in Addend point) => new(point.YMinusX, point.YPlusX, point.Z2, -point.T2D);
}
