using System.Buffers.Binary;

namespace AkkaDht.Protocol.Udx;

/// <summary>
/// The head of every packet of a stream (05-udx.md A1); the first that a stream reads, the first that it writes. Integers are little endian.
/// <code>
/// |  0 | 1 | ff                                                          |
/// |  1 | 1 | 01                                                          |
/// |  2 | 1 | type bits                                                   |
/// |  3 | 1 | data offset: bytes between this head and the payload        |
/// |  4 | 4 | id of the receiver's end                                    |
/// |  8 | 4 | receive window of the sender in bytes                       |
/// | 12 | 4 | number of this packet, or the next that the sender will use |
/// | 16 | 4 | number that the sender expects next                         |
/// </code>
/// </summary>
/// <param name="Type">What the packet carries.</param>
/// <param name="DataOffset">Bytes between the head and the payload: ranges or padding.</param>
/// <param name="Id">The end that it is for, by the receiver's own id.</param>
/// <param name="WindowBytes">How many bytes the sender will take.</param>
/// <param name="Number">Number of this packet (data, end), or the next one that the sender will use.</param>
/// <param name="Ack">The number that the sender expects next; all before it have arrived.</param>
public readonly record struct PacketHeader(PacketType Type, byte DataOffset, StreamId Id, uint WindowBytes, uint Number, uint Ack)
{
    /// <summary>Bytes of a head.</summary>
    public const int Length = 20;

    internal const byte Magic = 0xff;
    internal const byte Version = 1;

    /// <summary>Reads the head of <paramref name="packet"/>; false when this is no packet of a stream.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out PacketHeader header)
    {
        if (packet.Length < Length || packet[0] != Magic || packet[1] != Version)
        {
            header = default;
            return false;
        }

        header = new PacketHeader(
            (PacketType)packet[2],
            packet[3],
            new StreamId(BinaryPrimitives.ReadUInt32LittleEndian(packet[4..])),
            BinaryPrimitives.ReadUInt32LittleEndian(packet[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(packet[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(packet[16..]));
        return true;
    }

    /// <summary>Reads only whom the packet is for; false when this is no packet of a stream.</summary>
    public static bool TryReadId(ReadOnlySpan<byte> packet, out StreamId id)
    {
        var isPacket = packet.Length >= Length && packet[0] == Magic && packet[1] == Version;
        id = isPacket ? new StreamId(BinaryPrimitives.ReadUInt32LittleEndian(packet[4..])) : default;
        return isPacket;
    }

    /// <summary>Makes a packet one for another end, all else as it is: what a relay does (05-udx.md A10).</summary>
    public static void WriteId(Span<byte> packet, StreamId id) => BinaryPrimitives.WriteUInt32LittleEndian(packet[4..], id.Value);

    /// <summary>Writes the head, <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> packet)
    {
        packet[0] = Magic;
        packet[1] = Version;
        packet[2] = (byte)Type;
        packet[3] = DataOffset;
        BinaryPrimitives.WriteUInt32LittleEndian(packet[4..], Id.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(packet[8..], WindowBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(packet[12..], Number);
        BinaryPrimitives.WriteUInt32LittleEndian(packet[16..], Ack);
    }
}
