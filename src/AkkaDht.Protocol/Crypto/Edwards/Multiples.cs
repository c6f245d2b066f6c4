using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AkkaDht.Protocol.Crypto.Edwards;

/// <summary>The multiples of a point by 1 to 8, of which a digit from −8 to 8 takes one.</summary>
[InlineArray(Count)]
internal struct Multiples
{
    private const int Count = 8;

    private Addend _first;

    /// <summary>The multiples of <paramref name="point"/>.</summary>
    public static Multiples Of(in CurvePoint point)
    {
        var multiples = new Multiples();
        multiples[0] = point.ToAddend();
        var multiple = point;
        for (var i = 1; i < Count; i++)
        {
            multiple += multiples[0];
            multiples[i] = multiple.ToAddend();
        }

        return multiples;
    }

    /// <summary>The multiple of a secret digit: every entry is read, and masks keep the one that is wanted.</summary>
    public readonly Addend Select(int digit)
    {
        var sign = digit >> 31;
        var distance = (digit ^ sign) - sign;

        var chosen = Addend.Neutral;
        for (var i = 0; i < Count; i++)
        {
            distance--;
            Choose(IsZero(distance), in this[i], ref chosen);
        }

        var negated = -chosen;
        Choose((ulong)(long)sign, in negated, ref chosen);
        return chosen;
    }

    /// <summary>The multiple of a digit that everybody may know and that is not zero.</summary>
    public readonly Addend Get(int digit) => digit > 0 ? this[digit - 1] : -this[-digit - 1];

    // All ones for zero, no bit otherwise.
    private static ulong IsZero(int value) => (ulong)((long)(uint)value - 1 >> 63);

    private static void Choose(ulong mask, in Addend candidate, ref Addend chosen)
    {
        var wanted = Vector256.Create(mask);
        var candidates = MemoryMarshal.Cast<Addend, Vector256<ulong>>(new ReadOnlySpan<Addend>(in candidate));
        var kept = MemoryMarshal.Cast<Addend, Vector256<ulong>>(new Span<Addend>(ref chosen));
        for (var i = 0; i < kept.Length; i++) kept[i] = Vector256.ConditionalSelect(wanted, candidates[i], kept[i]);
    }
}
