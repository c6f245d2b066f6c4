using System.Buffers.Binary;

namespace AkkaDht.Protocol;

/// <summary>An IPv6 host and UDP port, the wide sibling of <see cref="PeerAddress"/>; port 0 means "unknown".</summary>
public readonly record struct Ipv6PeerAddress(Ipv6Address Host, ushort Port)
{
    /// <summary>Bytes on the wire: eight big-endian groups, then the port little-endian (01-compact-encoding.md §5).</summary>
    public const int WireLength = Ipv6Address.Length + 2;

    /// <summary>Reads the wire bytes; <paramref name="source"/> is at least <see cref="WireLength"/> long.</summary>
    public static Ipv6PeerAddress Read(ReadOnlySpan<byte> source) =>
        new(Ipv6Address.Read(source), BinaryPrimitives.ReadUInt16LittleEndian(source[Ipv6Address.Length..]));

    /// <summary>Writes the wire bytes into <paramref name="destination"/> (at least <see cref="WireLength"/> long).</summary>
    public void CopyTo(Span<byte> destination)
    {
        Host.CopyTo(destination);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Ipv6Address.Length..], Port);
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{Host}]:{Port}";
}
