using System.Buffers.Binary;
using System.Text;

namespace AkkaDht.Protocol.Compact;

/// <summary>
/// Writes the primitives that every message is made of into the caller's bytes, always in the shortest form
/// (01-compact-encoding.md; the reference is <c>compact-encoding</c> 3.5). The caller measures first, with the
/// <c>Measure…</c> beside each encoding of variable length: too small a destination is a mistake of ours and throws.
/// </summary>
public ref partial struct CompactWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>How many bytes were written.</summary>
    public int Position { get; private set; }

    /// <summary>What was written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _destination[..Position];

    /// <summary>Length of a <c>uint</c>, in bytes: 1, 3, 5 or 9.</summary>
    public static int MeasureUInt(ulong value) => value switch
    {
        < CompactLimits.Prefix16 => 1,
        <= ushort.MaxValue => 3,
        <= uint.MaxValue => 5,
        _ => 9,
    };

    /// <summary><c>uint</c>, at most <see cref="CompactLimits.MaxUInt"/>.</summary>
    public void WriteUInt(ulong value)
    {
        switch (MeasureUInt(value))
        {
            case 1:
                WriteLittleEndian(1, value);
                break;
            case 3:
                WriteUInt8(CompactLimits.Prefix16);
                WriteLittleEndian(2, value);
                break;
            case 5:
                WriteUInt8(CompactLimits.Prefix32);
                WriteLittleEndian(4, value);
                break;
            default:
                WriteUInt8(CompactLimits.Prefix64);
                WriteUInt64(value);
                break;
        }
    }

    /// <summary>Length of an <c>int</c>, in bytes.</summary>
    public static int MeasureInt(long value) => MeasureUInt(ZigZag(value));

    /// <summary><c>int</c>: zig-zag over <c>uint</c>, from -2^52 to 2^52 - 1.</summary>
    public void WriteInt(long value) => WriteUInt(ZigZag(value));

    /// <summary><c>uint8</c>.</summary>
    public void WriteUInt8(byte value) => Take(1)[0] = value;

    /// <summary><c>uint16</c>, and so <c>port</c>.</summary>
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    /// <summary><c>uint24</c>.</summary>
    public void WriteUInt24(uint value) => WriteLittleEndian(3, value);

    /// <summary><c>uint32</c>.</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    /// <summary><c>uint40</c>.</summary>
    public void WriteUInt40(ulong value) => WriteLittleEndian(5, value);

    /// <summary><c>uint48</c>.</summary>
    public void WriteUInt48(ulong value) => WriteLittleEndian(6, value);

    /// <summary><c>uint56</c>, at most <see cref="CompactLimits.MaxUInt"/>.</summary>
    public void WriteUInt56(ulong value)
    {
        Invariant.That(value <= CompactLimits.MaxUInt, "a number on the wire is at most 2^53 - 1");
        WriteLittleEndian(7, value);
    }

    /// <summary><c>uint64</c>, at most <see cref="CompactLimits.MaxUInt"/>.</summary>
    public void WriteUInt64(ulong value)
    {
        Invariant.That(value <= CompactLimits.MaxUInt, "a number on the wire is at most 2^53 - 1");
        WriteLittleEndian(8, value);
    }

    /// <summary><c>bool</c>, one byte.</summary>
    public void WriteBool(bool value) => WriteUInt8(value ? (byte)1 : (byte)0);

    /// <summary>Seven flags in one byte, the first flag in bit 0.</summary>
    public void WriteBitfield7(byte flags)
    {
        Invariant.That(flags <= CompactLimits.Bitfield7Mask, "a bitfield of seven flags leaves bit 7 clear");
        WriteUInt8(flags);
    }

    /// <summary><c>fixed32</c>.</summary>
    public void WriteFixed32(scoped ReadOnlySpan<byte> bytes)
    {
        Invariant.That(bytes.Length == 32, "a fixed32 is 32 bytes long");
        WriteRaw(bytes);
    }

    /// <summary><c>fixed64</c>.</summary>
    public void WriteFixed64(scoped ReadOnlySpan<byte> bytes)
    {
        Invariant.That(bytes.Length == 64, "a fixed64 is 64 bytes long");
        WriteRaw(bytes);
    }

    /// <summary>Length of a <c>buffer</c> of <paramref name="length"/> bytes, its own length included.</summary>
    public static int MeasureBuffer(int length) => MeasureUInt((ulong)length) + length;

    /// <summary><c>buffer</c>: the length and the bytes. The <c>optionalBuffer</c> of nothing is the empty buffer.</summary>
    public void WriteBuffer(scoped ReadOnlySpan<byte> bytes)
    {
        WriteUInt((ulong)bytes.Length);
        WriteRaw(bytes);
    }

    /// <summary>Length of a <c>string</c>, its own length included.</summary>
    public static int MeasureString(ReadOnlySpan<char> text) => MeasureBuffer(Encoding.UTF8.GetByteCount(text));

    /// <summary><c>string</c>: the length in bytes and UTF-8.</summary>
    public void WriteString(scoped ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteUInt((ulong)length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    /// <summary><c>raw</c>: the bytes alone.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>The next <paramref name="length"/> bytes, for a caller who fills them in place.</summary>
    public Span<byte> Take(int length)
    {
        Invariant.That(length <= _destination.Length - Position, "the destination holds what was measured");
        var taken = _destination.Slice(Position, length);
        Position += length;
        return taken;
    }

    private void WriteLittleEndian(int length, ulong value)
    {
        Invariant.That(length == 8 || value >> 8 * length == 0, "a number fits the width that it is written in");
        foreach (ref var octet in Take(length))
        {
            octet = (byte)value;
            value >>= 8;
        }
    }

    private static ulong ZigZag(long value) => (ulong)(value << 1 ^ value >> 63);
}
