using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AkkaDht.Protocol;

/// <summary>
/// An IPv4 address and UDP port: where a datagram comes from or goes to. dht-rpc knows IPv4 only (02-dht-rpc.md).
/// <paramref name="Host"/> is the address in reading order (127.0.0.1 is 0x7f000001); port 0 means "unknown".
/// </summary>
public readonly record struct PeerAddress(uint Host, ushort Port)
{
    /// <summary>Bytes on the wire: four octets in reading order, then the port little-endian (01-compact-encoding.md §5).</summary>
    public const int WireLength = 6;

    /// <summary>The address 0.0.0.0:0, which is nobody's.</summary>
    public static readonly PeerAddress None;

    /// <summary>The loopback address with <paramref name="port"/>.</summary>
    public static PeerAddress Loopback(ushort port) => new(0x7f000001, port);

    /// <summary>The host as dotted decimal without leading zeros; this exact text is what round-trip tokens hash.</summary>
    public string HostText => string.Create(CultureInfo.InvariantCulture, $"{Host >> 24}.{(Host >> 16) & 255}.{(Host >> 8) & 255}.{Host & 255}");

    /// <summary>Whether the host is 127.0.0.0/8.</summary>
    public bool IsLoopback => Host >> 24 == 127;

    /// <summary>Whether the host is of a range that is not routed on the Internet: loopback, RFC 1918, link-local, RFC 6598.</summary>
    public bool IsPrivate =>
        IsLoopback || Host >> 24 == 10 || Host >> 20 == 0xac1 || Host >> 16 == 0xc0a8 || Host >> 16 == 0xa9fe || Host >> 22 == (0x64400000 >> 22);

    /// <summary>Whether the host is of a range that belongs to nobody: "this" network, documentation, benchmarks, multicast and beyond (03-hyperdht.md §13).</summary>
    public bool IsReserved =>
        Host >> 24 is 0 or >= 224
        || Subnet24 is 0xc00000 or 0xc00002 or 0xc63364 or 0xcb0071
        || Host >> 17 == 0xc612 >> 1;

    /// <summary>Whether nobody on the Internet has this host: <see cref="IsPrivate"/> or <see cref="IsReserved"/>.</summary>
    public bool IsBogon => IsPrivate || IsReserved;

    /// <summary>The number of the /24 network that the host belongs to.</summary>
    public uint Subnet24 => Host >> 8;

    /// <summary>Writes the six wire bytes into <paramref name="destination"/> (at least <see cref="WireLength"/> long).</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Host);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], Port);
    }

    /// <summary>Reads six wire bytes; <paramref name="source"/> is at least <see cref="WireLength"/> long.</summary>
    public static PeerAddress Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(source), BinaryPrimitives.ReadUInt16LittleEndian(source[4..]));

    /// <summary>Parses dotted decimal IPv4 such as <c>88.99.3.86</c>; no name lookup.</summary>
    public static bool TryParseHost(ReadOnlySpan<char> text, out uint host)
    {
        host = 0;
        var parts = 0;
        foreach (var part in text.Split('.'))
        {
            var digits = text[part];
            if (++parts > 4 || digits.Length is 0 or > 3) return false;
            if (!byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var octet)) return false;
            host = host << 8 | octet;
        }

        return parts == 4;
    }

    /// <summary>Parses <c>a.b.c.d:port</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PeerAddress address)
    {
        address = None;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (colon < 0 || !TryParseHost(text.AsSpan(0, colon), out var host)) return false;
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;

        address = new PeerAddress(host, port);
        return true;
    }

    /// <summary>Parses <c>a.b.c.d:port</c> that is known to be valid; throws <see cref="FormatException"/> otherwise.</summary>
    public static PeerAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an IPv4 address with a port, such as 127.0.0.1:49737.");

    /// <inheritdoc/>
    public override string ToString() => $"{HostText}:{Port}";
}
