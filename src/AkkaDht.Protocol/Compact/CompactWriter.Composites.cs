using System.Buffers.Binary;

namespace AkkaDht.Protocol.Compact;

// Arrays, frames and addresses: the mirror of CompactReader.Composites.cs.
public ref partial struct CompactWriter
{
    /// <summary>The count of an <c>array</c>; the elements follow, one write each.</summary>
    public void WriteCount(int count)
    {
        Invariant.That(count <= CompactLimits.MaxArrayLength, "an array has at most 0x100000 elements");
        WriteUInt((ulong)count);
    }

    /// <summary>The head of a <c>frame</c> that is <paramref name="length"/> bytes long; its content follows.</summary>
    public void WriteFrame(int length) => WriteUInt((ulong)length);

    /// <summary>Length of a <c>bitarray</c> of <paramref name="count"/> bits, in bytes.</summary>
    public static int MeasureBits(int count) => MeasureUInt((ulong)count) + (count + 7) / 8;

    /// <summary><c>bitarray</c>: the count and the bits, least significant first.</summary>
    public void WriteBits(scoped ReadOnlySpan<bool> bits)
    {
        WriteUInt((ulong)bits.Length);
        var packed = Take((bits.Length + 7) / 8);
        packed.Clear();
        for (var i = 0; i < bits.Length; i++)
        {
            if (bits[i]) packed[i >> 3] |= (byte)(1 << (i & 7));
        }
    }

    /// <summary><c>ipv4</c>: a host in reading order.</summary>
    public void WriteIpv4(uint host) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), host);

    /// <summary><c>ipv4Address</c>.</summary>
    public void WritePeerAddress(PeerAddress address) => address.CopyTo(Take(PeerAddress.WireLength));

    /// <summary>Length of an <c>ipv4Array</c> of <paramref name="count"/> addresses, in bytes.</summary>
    public static int MeasurePeerAddresses(int count) => MeasureUInt((ulong)count) + count * PeerAddress.WireLength;

    /// <summary><c>ipv4Array</c> of addresses that are already packed, <see cref="PeerAddress.WireLength"/> bytes each.</summary>
    public void WritePeerAddresses(scoped ReadOnlySpan<byte> packed)
    {
        Invariant.That(packed.Length % PeerAddress.WireLength == 0, "packed addresses are six bytes each");
        WriteCount(packed.Length / PeerAddress.WireLength);
        WriteRaw(packed);
    }

    /// <summary><c>ipv6</c>.</summary>
    public void WriteIpv6(Ipv6Address host) => host.CopyTo(Take(Ipv6Address.Length));

    /// <summary><c>ipv6Address</c>.</summary>
    public void WriteIpv6PeerAddress(Ipv6PeerAddress address) => address.CopyTo(Take(Ipv6PeerAddress.WireLength));

    /// <summary>Length of an <c>ip</c>, in bytes: 5 or 17.</summary>
    public static int MeasureIp(IpHost host) => 1 + (host.Family == IpHost.Ipv4Family ? 4 : Ipv6Address.Length);

    /// <summary><c>ip</c>: the family byte and the host.</summary>
    public void WriteIp(IpHost host)
    {
        WriteUInt8(host.Family);
        if (host.Family == IpHost.Ipv4Family) WriteIpv4(host.Ipv4);
        else WriteIpv6(host.Ipv6);
    }

    /// <summary><c>ipAddress</c>: <c>ip</c> and a port.</summary>
    public void WriteIpAddress(IpHost host, ushort port)
    {
        WriteIp(host);
        WriteUInt16(port);
    }
}
