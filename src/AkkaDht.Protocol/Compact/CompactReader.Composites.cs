using System.Buffers.Binary;

namespace AkkaDht.Protocol.Compact;

// Arrays, frames and addresses. A count is believed only as far as the bytes that are there, before anything is made for it.
public ref partial struct CompactReader
{
    /// <summary>
    /// The count of an <c>array</c> whose elements take at least <paramref name="minimumElementLength"/> (positive) bytes each;
    /// refused above <see cref="CompactLimits.MaxArrayLength"/> or when the bytes left cannot hold so many.
    /// </summary>
    public bool TryReadCount(int minimumElementLength, out int count)
    {
        count = 0;
        if (!TryReadUInt(out var wire) || wire > CompactLimits.MaxArrayLength) return false;
        if (wire * (ulong)minimumElementLength > (ulong)Remaining) return false;

        count = (int)wire;
        return true;
    }

    /// <summary><c>frame</c>: a reader of the framed bytes alone, which this one has already passed.</summary>
    public bool TryReadFrame(out CompactReader frame)
    {
        var read = TryReadBuffer(out var bytes);
        frame = new CompactReader(bytes);
        return read;
    }

    /// <summary><c>bitarray</c>: <paramref name="count"/> bits, bit i at <c>packed[i &gt;&gt; 3]</c>, least significant first.</summary>
    public bool TryReadBits(out ReadOnlySpan<byte> packed, out int count)
    {
        packed = default;
        count = 0;
        if (!TryReadUInt(out var wire) || wire > 8ul * (ulong)Remaining) return false;

        count = (int)wire;
        return TryReadBytes((int)((wire + 7) / 8), out packed);
    }

    /// <summary><c>ipv4</c>: four octets, as a host in reading order.</summary>
    public bool TryReadIpv4(out uint host)
    {
        var read = TryReadBytes(4, out var bytes);
        host = read ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
        return read;
    }

    /// <summary><c>ipv4Address</c>.</summary>
    public bool TryReadPeerAddress(out PeerAddress address)
    {
        var read = TryReadBytes(PeerAddress.WireLength, out var bytes);
        address = read ? PeerAddress.Read(bytes) : PeerAddress.None;
        return read;
    }

    /// <summary><c>ipv4Array</c>: the addresses as they stand on the wire, <see cref="PeerAddress.WireLength"/> bytes each.</summary>
    public bool TryReadPeerAddresses(out ReadOnlySpan<byte> packed)
    {
        packed = default;
        return TryReadCount(PeerAddress.WireLength, out var count) && TryReadBytes(count * PeerAddress.WireLength, out packed);
    }

    /// <summary><c>ipv6</c>.</summary>
    public bool TryReadIpv6(out Ipv6Address host)
    {
        var read = TryReadBytes(Ipv6Address.Length, out var bytes);
        host = read ? Ipv6Address.Read(bytes) : default;
        return read;
    }

    /// <summary><c>ipv6Address</c>.</summary>
    public bool TryReadIpv6PeerAddress(out Ipv6PeerAddress address)
    {
        var read = TryReadBytes(Ipv6PeerAddress.WireLength, out var bytes);
        address = read ? Ipv6PeerAddress.Read(bytes) : default;
        return read;
    }

    /// <summary><c>ipv6Array</c>: the addresses as they stand on the wire, <see cref="Ipv6PeerAddress.WireLength"/> bytes each.</summary>
    public bool TryReadIpv6PeerAddresses(out ReadOnlySpan<byte> packed)
    {
        packed = default;
        return TryReadCount(Ipv6PeerAddress.WireLength, out var count) && TryReadBytes(count * Ipv6PeerAddress.WireLength, out packed);
    }

    /// <summary><c>ip</c>: a family byte and a host; every family but 4 reads as IPv6.</summary>
    public bool TryReadIp(out IpHost host)
    {
        host = default;
        if (!TryReadUInt8(out var family)) return false;

        if (family == IpHost.Ipv4Family)
        {
            if (!TryReadIpv4(out var ipv4)) return false;
            host = new IpHost(ipv4);
        }
        else
        {
            if (!TryReadIpv6(out var ipv6)) return false;
            host = new IpHost(ipv6);
        }

        return true;
    }

    /// <summary><c>ipAddress</c>: <c>ip</c> and a port.</summary>
    public bool TryReadIpAddress(out IpHost host, out ushort port)
    {
        port = 0;
        return TryReadIp(out host) && TryReadUInt16(out port);
    }
}
