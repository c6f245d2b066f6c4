using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AkkaDht.Protocol;

/// <summary>
/// An IPv6 host of 16 bytes, held as two big-endian words. Only hyperdht's address lists carry one; dht-rpc itself speaks IPv4.
/// </summary>
public readonly record struct Ipv6Address(ulong High, ulong Low)
{
    /// <summary>Length on the wire, in bytes: eight groups, each big-endian (01-compact-encoding.md §5).</summary>
    public const int Length = 16;

    private const int Groups = 8;

    /// <summary>Reads the host from the first <see cref="Length"/> bytes of <paramref name="source"/>.</summary>
    public static Ipv6Address Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[8..]));

    /// <summary>Writes the host into the first <see cref="Length"/> bytes of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    /// <summary>Parses groups of hex digits in either case, with at most one <c>::</c>; dotted IPv4 tails are refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Ipv6Address address)
    {
        address = default;
        if (text is null) return false;

        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0) return TryParseGroups(text, out address, out var count) && count == Groups;

        var tail = text.AsSpan(gap + 2);
        if (!TryParseGroups(text.AsSpan(0, gap), out var left, out var leftCount)) return false;
        if (!TryParseGroups(tail, out var right, out var rightCount)) return false;
        if (leftCount + rightCount >= Groups) return false;

        var bits = left.ToUInt128() << 16 * (Groups - leftCount) | right.ToUInt128();
        address = leftCount == 0 ? right : From(bits);
        return true;
    }

    /// <summary>Eight lower-case groups without padding, never compressed: <c>0:0:0:0:0:0:0:1</c>.</summary>
    public override string ToString()
    {
        var (high, low) = (High, Low);
        return string.Create(CultureInfo.InvariantCulture, $"{high >> 48:x}:{(ushort)(high >> 32):x}:{(ushort)(high >> 16):x}:{(ushort)high:x}:{low >> 48:x}:{(ushort)(low >> 32):x}:{(ushort)(low >> 16):x}:{(ushort)low:x}");
    }

    // Yields the groups as the low bits of an address; an empty text is no group.
    private static bool TryParseGroups(ReadOnlySpan<char> text, out Ipv6Address groups, out int count)
    {
        (groups, count) = (default, 0);
        if (text.IsEmpty) return true;

        UInt128 bits = 0;
        foreach (var range in text.Split(':'))
        {
            var digits = text[range];
            if (++count > Groups || digits.Length is 0 or > 4) return false;
            if (!ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group)) return false;
            bits = bits << 16 | group;
        }

        groups = From(bits);
        return true;
    }

    private UInt128 ToUInt128() => new(High, Low);

    private static Ipv6Address From(UInt128 bits) => new((ulong)(bits >> 64), (ulong)bits);
}
