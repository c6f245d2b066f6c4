using System.Buffers.Binary;

namespace AkkaDht.Protocol.Udx;

/// <summary>
/// The ranges of a packet that says what has arrived above a gap (05-udx.md A3):
/// pairs of little-endian numbers, start and end, in ascending order; the lowest <see cref="MaxRanges"/> at most.
/// </summary>
internal static class SelectiveAck
{
    public const int MaxRanges = 50;
    public const int RangeLength = 8;

    /// <summary>How many whole ranges <paramref name="bytes"/> hold.</summary>
    public static int Count(ReadOnlySpan<byte> bytes) => bytes.Length / RangeLength;

    public static SequenceRange Read(ReadOnlySpan<byte> bytes, int index)
    {
        var range = bytes.Slice(index * RangeLength, RangeLength);
        return new SequenceRange(BinaryPrimitives.ReadUInt32LittleEndian(range), BinaryPrimitives.ReadUInt32LittleEndian(range[4..]));
    }

    /// <summary>Writes the lowest of <paramref name="ranges"/>; returns how many bytes they take.</summary>
    public static int Write(SequenceRanges ranges, Span<byte> bytes)
    {
        var count = Math.Min(ranges.Count, MaxRanges);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(i * RangeLength)..], ranges[i].Start);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[((i * RangeLength) + 4)..], ranges[i].End);
        }

        return count * RangeLength;
    }
}
