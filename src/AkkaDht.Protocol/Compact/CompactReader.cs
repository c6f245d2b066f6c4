using System.Buffers.Binary;
using System.Text;

namespace AkkaDht.Protocol.Compact;

/// <summary>
/// Reads the primitives that every message is made of, from the bytes of a datagram and without copying them
/// (01-compact-encoding.md; the reference is <c>compact-encoding</c> 3.5). Whatever a stranger sent, a read answers true or
/// false: false says that the message is malformed and the rest of it is not to be read.
/// </summary>
/// <remarks>What was not consumed is left to the caller, who ignores it: newer senders append fields.</remarks>
public ref partial struct CompactReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;

    /// <summary>How many bytes were consumed.</summary>
    public int Position { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _source.Length - Position;

    /// <summary><c>uint</c>: 1, 3, 5 or 9 bytes; longer forms than needed are accepted, values above <see cref="CompactLimits.MaxUInt"/> are not.</summary>
    public bool TryReadUInt(out ulong value)
    {
        var read = TryReadUInt8(out var first);
        value = first;
        if (!read) return false;

        return first switch
        {
            CompactLimits.Prefix16 => TryReadLittleEndian(2, out value),
            CompactLimits.Prefix32 => TryReadLittleEndian(4, out value),
            CompactLimits.Prefix64 => TryReadLittleEndian(8, out value) && value <= CompactLimits.MaxUInt,
            _ => true,
        };
    }

    /// <summary><c>int</c>: zig-zag over <c>uint</c>.</summary>
    public bool TryReadInt(out long value)
    {
        var read = TryReadUInt(out var zigZag);
        value = (long)(zigZag >> 1) ^ -(long)(zigZag & 1);
        return read;
    }

    /// <summary><c>uint8</c>.</summary>
    public bool TryReadUInt8(out byte value)
    {
        var read = Remaining > 0;
        value = read ? _source[Position++] : (byte)0;
        return read;
    }

    /// <summary><c>uint16</c>, and so <c>port</c>.</summary>
    public bool TryReadUInt16(out ushort value)
    {
        var read = TryReadBytes(2, out var bytes);
        value = read ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : (ushort)0;
        return read;
    }

    /// <summary><c>uint24</c>.</summary>
    public bool TryReadUInt24(out uint value)
    {
        var read = TryReadLittleEndian(3, out var wide);
        value = (uint)wide;
        return read;
    }

    /// <summary><c>uint32</c>.</summary>
    public bool TryReadUInt32(out uint value)
    {
        var read = TryReadBytes(4, out var bytes);
        value = read ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;
        return read;
    }

    /// <summary><c>uint40</c>.</summary>
    public bool TryReadUInt40(out ulong value) => TryReadLittleEndian(5, out value);

    /// <summary><c>uint48</c>.</summary>
    public bool TryReadUInt48(out ulong value) => TryReadLittleEndian(6, out value);

    /// <summary><c>uint56</c>; values above <see cref="CompactLimits.MaxUInt"/> are refused.</summary>
    public bool TryReadUInt56(out ulong value) => TryReadLittleEndian(7, out value) && value <= CompactLimits.MaxUInt;

    /// <summary><c>uint64</c>; values above <see cref="CompactLimits.MaxUInt"/> are refused.</summary>
    public bool TryReadUInt64(out ulong value) => TryReadLittleEndian(8, out value) && value <= CompactLimits.MaxUInt;

    /// <summary><c>bool</c>: 01 is true, every other byte false.</summary>
    public bool TryReadBool(out bool value)
    {
        var read = TryReadUInt8(out var wire);
        value = wire == 1;
        return read;
    }

    /// <summary>Seven flags in one byte, the first flag in bit 0; bit 7 means nothing.</summary>
    public bool TryReadBitfield7(out byte flags)
    {
        var read = TryReadUInt8(out var wire);
        flags = (byte)(wire & CompactLimits.Bitfield7Mask);
        return read;
    }

    /// <summary><paramref name="length"/> bytes, which point into the message.</summary>
    public bool TryReadBytes(int length, out ReadOnlySpan<byte> bytes)
    {
        var enough = (uint)length <= (uint)Remaining;
        bytes = enough ? _source.Slice(Position, length) : default;
        if (enough) Position += length;
        return enough;
    }

    /// <summary><c>fixed32</c>.</summary>
    public bool TryReadFixed32(out ReadOnlySpan<byte> bytes) => TryReadBytes(32, out bytes);

    /// <summary><c>fixed64</c>.</summary>
    public bool TryReadFixed64(out ReadOnlySpan<byte> bytes) => TryReadBytes(64, out bytes);

    /// <summary><c>buffer</c>: a length and that many bytes; length 0 is a buffer that is present and empty.</summary>
    public bool TryReadBuffer(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return TryReadUInt(out var length) && length <= (ulong)Remaining && TryReadBytes((int)length, out bytes);
    }

    /// <summary><c>optionalBuffer</c>: as <c>buffer</c>, but length 0 says absent.</summary>
    public bool TryReadOptionalBuffer(out ReadOnlySpan<byte> bytes, out bool present)
    {
        var read = TryReadBuffer(out bytes);
        present = !bytes.IsEmpty;
        return read;
    }

    /// <summary><c>string</c>: a length in bytes and UTF-8; what is not UTF-8 becomes U+FFFD.</summary>
    public bool TryReadString(out string text)
    {
        var read = TryReadBuffer(out var utf8);
        text = Encoding.UTF8.GetString(utf8);
        return read;
    }

    /// <summary><c>raw</c>: everything that is left.</summary>
    public ReadOnlySpan<byte> ReadRaw()
    {
        var rest = _source[Position..];
        Position = _source.Length;
        return rest;
    }

    // Little-endian, 1 to 8 bytes.
    private bool TryReadLittleEndian(int length, out ulong value)
    {
        value = 0;
        if (!TryReadBytes(length, out var bytes)) return false;
        for (var i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return true;
    }
}
