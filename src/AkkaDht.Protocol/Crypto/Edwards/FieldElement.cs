using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace AkkaDht.Protocol.Crypto.Edwards;

/// <summary>
/// A number modulo p = 2^255 − 19, in five limbs of 51 bits; nothing branches on its value. Products, differences and what is
/// read are carried: their limbs stay below 2^51 + 2^18. Sums are not; a factor or a subtrahend is the sum of at most four
/// carried numbers, so that no product overflows and no difference falls below zero.
/// </summary>
internal readonly struct FieldElement(ulong limb0, ulong limb1, ulong limb2, ulong limb3, ulong limb4)
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    private const int LimbBits = 51;
    private const ulong LimbMask = (1ul << LimbBits) - 1;

    // 2^255 = 19 modulo p: what overflows the top comes back at the bottom, nineteen times.
    private const ulong Wrap = 19;

    // Sixteen times p, limb by limb: added before a subtraction.
    private const ulong Spare0 = 16 * (LimbMask - 18);
    private const ulong Spare = 16 * LimbMask;

    private readonly ulong _0 = limb0, _1 = limb1, _2 = limb2, _3 = limb3, _4 = limb4;

    public static FieldElement Zero => default;

    public static FieldElement One => new(1, 0, 0, 0, 0);

    /// <summary>Reads 32 little-endian bytes; the top bit is not part of the number.</summary>
    public static FieldElement Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(source) & LimbMask,
        BinaryPrimitives.ReadUInt64LittleEndian(source[6..]) >> 3 & LimbMask,
        BinaryPrimitives.ReadUInt64LittleEndian(source[12..]) >> 6 & LimbMask,
        BinaryPrimitives.ReadUInt64LittleEndian(source[19..]) >> 1 & LimbMask,
        BinaryPrimitives.ReadUInt64LittleEndian(source[24..]) >> 12 & LimbMask);

    /// <summary>Writes the one representative below p as 32 little-endian bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        var x = Carry(_0, _1, _2, _3, _4);

        // Adding 19 overflows 2^255 exactly when the number is p or more; then it is p that goes away with the overflow.
        var overflow = (x._0 + Wrap) >> LimbBits;
        overflow = (x._1 + overflow) >> LimbBits;
        overflow = (x._2 + overflow) >> LimbBits;
        overflow = (x._3 + overflow) >> LimbBits;
        overflow = (x._4 + overflow) >> LimbBits;

        var l0 = x._0 + Wrap * overflow;
        var l1 = x._1 + (l0 >> LimbBits);
        var l2 = x._2 + (l1 >> LimbBits);
        var l3 = x._3 + (l2 >> LimbBits);
        var l4 = x._4 + (l3 >> LimbBits);
        (l0, l1, l2, l3, l4) = (l0 & LimbMask, l1 & LimbMask, l2 & LimbMask, l3 & LimbMask, l4 & LimbMask);

        BinaryPrimitives.WriteUInt64LittleEndian(destination, l0 | l1 << 51);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], l1 >> 13 | l2 << 38);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], l2 >> 26 | l3 << 25);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], l3 >> 39 | l4 << 12);
    }

    public static FieldElement operator +(in FieldElement a, in FieldElement b) =>
        new(a._0 + b._0, a._1 + b._1, a._2 + b._2, a._3 + b._3, a._4 + b._4);

    public static FieldElement operator -(in FieldElement a, in FieldElement b) =>
        Carry(a._0 + Spare0 - b._0, a._1 + Spare - b._1, a._2 + Spare - b._2, a._3 + Spare - b._3, a._4 + Spare - b._4);

    public static FieldElement operator -(in FieldElement a) => Zero - a;

    public static FieldElement operator *(in FieldElement a, in FieldElement b)
    {
        var (a0, a1, a2, a3, a4) = (a._0, a._1, a._2, a._3, a._4);
        var (b0, b1, b2, b3, b4) = (b._0, b._1, b._2, b._3, b._4);
        return Fold(
            Low(a0, b0), High(a0, b0),
            Low(a0, b1) + Low(a1, b0), High(a0, b1) + High(a1, b0),
            Low(a0, b2) + Low(a1, b1) + Low(a2, b0), High(a0, b2) + High(a1, b1) + High(a2, b0),
            Low(a0, b3) + Low(a1, b2) + Low(a2, b1) + Low(a3, b0), High(a0, b3) + High(a1, b2) + High(a2, b1) + High(a3, b0),
            Low(a0, b4) + Low(a1, b3) + Low(a2, b2) + Low(a3, b1) + Low(a4, b0), High(a0, b4) + High(a1, b3) + High(a2, b2) + High(a3, b1) + High(a4, b0),
            Low(a1, b4) + Low(a2, b3) + Low(a3, b2) + Low(a4, b1), High(a1, b4) + High(a2, b3) + High(a3, b2) + High(a4, b1),
            Low(a2, b4) + Low(a3, b3) + Low(a4, b2), High(a2, b4) + High(a3, b3) + High(a4, b2),
            Low(a3, b4) + Low(a4, b3), High(a3, b4) + High(a4, b3),
            Low(a4, b4), High(a4, b4));
    }

    public FieldElement Squared()
    {
        var (a0, a1, a2, a3, a4) = (_0, _1, _2, _3, _4);
        var (d0, d1, d2, d3) = (2 * a0, 2 * a1, 2 * a2, 2 * a3);
        return Fold(
            Low(a0, a0), High(a0, a0),
            Low(d0, a1), High(d0, a1),
            Low(d0, a2) + Low(a1, a1), High(d0, a2) + High(a1, a1),
            Low(d0, a3) + Low(d1, a2), High(d0, a3) + High(d1, a2),
            Low(d0, a4) + Low(d1, a3) + Low(a2, a2), High(d0, a4) + High(d1, a3) + High(a2, a2),
            Low(d1, a4) + Low(d2, a3), High(d1, a4) + High(d2, a3),
            Low(d2, a4) + Low(a3, a3), High(d2, a4) + High(a3, a3),
            Low(d3, a4), High(d3, a4),
            Low(a4, a4), High(a4, a4));
    }

    /// <summary>This to the power of p − 2: the inverse, and zero for zero.</summary>
    public FieldElement Inverted() => ToThePowerOf2To250Less1().SquaredTimes(5) * (SquaredTimes(3) * Squared() * this);

    /// <summary>This to the power of (p − 5) / 8 = 2^252 − 3, the heart of a square root.</summary>
    public FieldElement ToThePowerOf2To252Less3() => ToThePowerOf2To250Less1().SquaredTimes(2) * this;

    /// <summary>Whether the canonical forms are the same; takes the same time whether they are or not.</summary>
    public static bool AreEqual(in FieldElement a, in FieldElement b)
    {
        Span<byte> left = stackalloc byte[Length];
        Span<byte> right = stackalloc byte[Length];
        a.CopyTo(left);
        b.CopyTo(right);
        return CryptographicOperations.FixedTimeEquals(left, right);
    }

    /// <summary>The lowest bit of the canonical form, 0 or 1: the sign of an x coordinate.</summary>
    public int Sign()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return bytes[0] & 1;
    }

    // Exponents of all ones, doubled in length: 2^5 − 1, 2^10 − 1, 2^20 − 1 …
    private FieldElement ToThePowerOf2To250Less1()
    {
        var ones2 = Squared() * this;
        var ones4 = ones2.SquaredTimes(2) * ones2;
        var ones5 = ones4.Squared() * this;
        var ones10 = ones5.SquaredTimes(5) * ones5;
        var ones20 = ones10.SquaredTimes(10) * ones10;
        var ones40 = ones20.SquaredTimes(20) * ones20;
        var ones50 = ones40.SquaredTimes(10) * ones10;
        var ones100 = ones50.SquaredTimes(50) * ones50;
        var ones200 = ones100.SquaredTimes(100) * ones100;
        return ones200.SquaredTimes(50) * ones50;
    }

    private FieldElement SquaredTimes(int count)
    {
        var result = this;
        for (var i = 0; i < count; i++) result = result.Squared();
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Carry(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4) => new(
        (l0 & LimbMask) + (l4 >> LimbBits) * Wrap,
        (l1 & LimbMask) + (l0 >> LimbBits),
        (l2 & LimbMask) + (l1 >> LimbBits),
        (l3 & LimbMask) + (l2 >> LimbBits),
        (l4 & LimbMask) + (l3 >> LimbBits));

    // A product of limbs is kept in two words, its low 51 bits and what is above them: so a sum of products takes no carry.
    // Factors are below 2^54; that a product need not be shifted back, its factors are shifted before, by 13 together.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Low(ulong a, ulong b) => a * b & LimbMask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong High(ulong a, ulong b) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a << 7, b << 6) : Math.BigMul(a << 7, b << 6, out _);

    // Adds up a product of nine places, low and high words, wrapping those beyond the fifth around to the first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Fold(
        ulong l0, ulong h0, ulong l1, ulong h1, ulong l2, ulong h2, ulong l3, ulong h3, ulong l4, ulong h4,
        ulong l5, ulong h5, ulong l6, ulong h6, ulong l7, ulong h7, ulong l8, ulong h8)
    {
        var r0 = l0 + (l5 + h4) * Wrap;
        var r1 = l1 + h0 + (l6 + h5) * Wrap + (r0 >> LimbBits);
        var r2 = l2 + h1 + (l7 + h6) * Wrap + (r1 >> LimbBits);
        var r3 = l3 + h2 + (l8 + h7) * Wrap + (r2 >> LimbBits);
        var r4 = l4 + h3 + h8 * Wrap + (r3 >> LimbBits);
        r0 = (r0 & LimbMask) + (r4 >> LimbBits) * Wrap;
        return new(r0 & LimbMask, (r1 & LimbMask) + (r0 >> LimbBits), r2 & LimbMask, r3 & LimbMask, r4 & LimbMask);
    }
}
