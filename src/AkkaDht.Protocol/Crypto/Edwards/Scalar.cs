using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AkkaDht.Protocol.Crypto.Edwards;

/// <summary>
/// Numbers modulo the order L = 2^252 + 27742317777372353535851937790883648493 of the base point, as 32 little-endian bytes;
/// what signatures are computed with. Products are Montgomery's over four words: a·b / 2^256. Nothing branches on a number.
/// </summary>
internal static class Scalar
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    private const int Words = Length / sizeof(ulong);

    // −1 / L modulo 2^64.
    private const ulong NegatedInverse = 0xd2b51da312547e1b;

    private static readonly ulong[] OrderWords = [0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000];

    // 2^512 and 2^768 modulo L: what lifts a number, and a number times 2^256, into Montgomery's form.
    private static readonly ulong[] Lift = [0xa40611e3449c0f01, 0xd00e1ba768859347, 0xceec73d217f5be65, 0x0399411b7c309a3d];
    private static readonly ulong[] LiftHigh = [0x2a9e49687b83a2db, 0x278324e6aef7f3ec, 0x8065dc6c04ec5b65, 0x0e530b773599cec7];
    private static readonly ulong[] One = [1, 0, 0, 0];

    /// <summary>L as bytes.</summary>
    public static ReadOnlySpan<byte> Order =>
    [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    /// <summary>Whether 32 bytes are a number below L; not for secrets.</summary>
    public static bool IsReduced(ReadOnlySpan<byte> scalar)
    {
        for (var i = Length - 1; i >= 0; i--)
        {
            if (scalar[i] != Order[i]) return scalar[i] < Order[i];
        }

        return false;
    }

    /// <summary>Reduces the 64 bytes of a hash.</summary>
    public static void Reduce(ReadOnlySpan<byte> wide, Span<byte> scalar)
    {
        Span<ulong> sum = stackalloc ulong[Words];
        LiftWide(wide, sum);
        Write(sum, scalar);
    }

    /// <summary>a·b + c, each of any 32 bytes.</summary>
    public static void MultiplyAdd(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> result)
    {
        Span<ulong> sum = stackalloc ulong[Words];
        Span<ulong> other = stackalloc ulong[Words];
        Read(a, sum);
        Read(b, other);
        Multiply(sum, Lift, sum);
        Multiply(other, Lift, other);
        Multiply(sum, other, sum);
        Read(c, other);
        Multiply(other, Lift, other);
        Add(sum, other);
        Write(sum, result);
        Erase(other);
    }

    private static void LiftWide(ReadOnlySpan<byte> wide, Span<ulong> sum)
    {
        Span<ulong> high = stackalloc ulong[Words];
        Read(wide, sum);
        Read(wide[Length..], high);
        Multiply(sum, Lift, sum);
        Multiply(high, LiftHigh, high);
        Add(sum, high);
        Erase(high);
    }

    // a·b / 2^256 modulo L, for any a and a b below L: each word of a adds a multiple of b, then the multiple of L that clears
    // the lowest word, which falls off. The sum stays below 2L, so that one subtraction reduces it.
    private static void Multiply(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> product)
    {
        Span<ulong> sum = stackalloc ulong[Words + 1];
        sum.Clear();
        foreach (var word in a)
        {
            sum[Words] += AddMultiple(sum, b, word);
            var top = AddMultiple(sum, OrderWords, sum[0] * NegatedInverse);
            sum[1..].CopyTo(sum);
            sum[Words - 1] += top;
            sum[Words] = 0;
        }

        sum[..Words].CopyTo(product);
        SubtractOrder(product);
        Erase(sum);
    }

    private static ulong AddMultiple(Span<ulong> sum, ReadOnlySpan<ulong> number, ulong factor)
    {
        ulong carry = 0;
        for (var i = 0; i < Words; i++)
        {
            var step = Math.BigMul(number[i], factor) + sum[i] + carry;
            sum[i] = (ulong)step;
            carry = (ulong)(step >> 64);
        }

        return carry;
    }

    private static void Add(Span<ulong> sum, ReadOnlySpan<ulong> other)
    {
        AddMultiple(sum, other, 1);
        SubtractOrder(sum);
    }

    // Subtracts L from a number below 2L if it is not below L.
    private static void SubtractOrder(Span<ulong> number)
    {
        Span<ulong> difference = stackalloc ulong[Words];
        ulong borrow = 0;
        for (var i = 0; i < Words; i++)
        {
            var step = (UInt128)number[i] - OrderWords[i] - borrow;
            difference[i] = (ulong)step;
            borrow = (ulong)(step >> 64) & 1;
        }

        var isBelow = 0 - borrow;
        for (var i = 0; i < Words; i++) number[i] = number[i] & isBelow | difference[i] & ~isBelow;
        Erase(difference);
    }

    private static void Read(ReadOnlySpan<byte> source, Span<ulong> words)
    {
        for (var i = 0; i < Words; i++) words[i] = BinaryPrimitives.ReadUInt64LittleEndian(source[(i * sizeof(ulong))..]);
    }

    private static void Write(Span<ulong> lifted, Span<byte> destination)
    {
        Multiply(lifted, One, lifted);
        for (var i = 0; i < Words; i++) BinaryPrimitives.WriteUInt64LittleEndian(destination[(i * sizeof(ulong))..], lifted[i]);
        Erase(lifted);
    }

    private static void Erase(Span<ulong> words) => CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(words));
}
