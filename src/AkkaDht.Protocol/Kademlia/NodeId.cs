using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace AkkaDht.Protocol.Kademlia;

/// <summary>
/// A 256-bit point of the key space: the id of a node, or the target that a query walks towards.
/// Held as four big-endian words, so that comparing words compares bytes.
/// </summary>
public readonly record struct NodeId(ulong Word0, ulong Word1, ulong Word2, ulong Word3) : IComparable<NodeId>
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = 32;

    /// <summary>Number of bits, and so of rows in a routing table.</summary>
    public const int Bits = Length * 8;

    /// <summary>Reads an id from the first <see cref="Length"/> bytes of <paramref name="source"/>.</summary>
    public static NodeId Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64BigEndian(source),
        BinaryPrimitives.ReadUInt64BigEndian(source[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(source[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(source[24..]));

    /// <summary>Writes the id into the first <see cref="Length"/> bytes of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Word0);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Word1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], Word2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], Word3);
    }

    /// <summary>A uniformly random id.</summary>
    public static NodeId Random(IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[Length];
        random.Fill(bytes);
        return Read(bytes);
    }

    /// <summary>Parses 64 hex digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? hex, out NodeId id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var parsed = hex?.Length == 2 * Length
            && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        id = parsed ? Read(bytes) : default;
        return parsed;
    }

    /// <summary>Parses 64 hex digits that are known to be valid; throws <see cref="FormatException"/> otherwise.</summary>
    public static NodeId Parse(string hex) =>
        TryParse(hex, out var id) ? id : throw new FormatException($"'{hex}' is not an id of 64 hex digits.");

    /// <summary>How many leading bits two ids share: 0 to <see cref="Bits"/>.</summary>
    public int CommonPrefixLength(NodeId other)
    {
        var zeros = BitOperations.LeadingZeroCount(Word0 ^ other.Word0);
        if (zeros == 64) zeros += BitOperations.LeadingZeroCount(Word1 ^ other.Word1);
        if (zeros == 128) zeros += BitOperations.LeadingZeroCount(Word2 ^ other.Word2);
        if (zeros == 192) zeros += BitOperations.LeadingZeroCount(Word3 ^ other.Word3);
        return zeros;
    }

    /// <summary>The XOR distance to <paramref name="other"/>, itself a 256-bit number.</summary>
    public NodeId DistanceTo(NodeId other) =>
        new(Word0 ^ other.Word0, Word1 ^ other.Word1, Word2 ^ other.Word2, Word3 ^ other.Word3);

    /// <summary>Negative when <paramref name="left"/> is closer to this id than <paramref name="right"/>, 0 when they are the same id.</summary>
    public int CompareDistance(NodeId left, NodeId right) => DistanceTo(left).CompareTo(DistanceTo(right));

    /// <summary>Compares as raw bytes, which is the order inside a row of the routing table.</summary>
    public int CompareTo(NodeId other)
    {
        if (Word0 != other.Word0) return Word0 < other.Word0 ? -1 : 1;
        if (Word1 != other.Word1) return Word1 < other.Word1 ? -1 : 1;
        if (Word2 != other.Word2) return Word2 < other.Word2 ? -1 : 1;
        return Word3.CompareTo(other.Word3);
    }

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    public static bool operator <(NodeId left, NodeId right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/>.</summary>
    public static bool operator >(NodeId left, NodeId right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not sort after <paramref name="right"/>.</summary>
    public static bool operator <=(NodeId left, NodeId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not sort before <paramref name="right"/>.</summary>
    public static bool operator >=(NodeId left, NodeId right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override int GetHashCode() => Word0.GetHashCode();

    /// <summary>All 64 hex digits, lower case.</summary>
    public string ToHex()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>The first eight hex digits, enough for a log.</summary>
    public override string ToString() => (Word0 >> 32).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}
