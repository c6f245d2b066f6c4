namespace AkkaDht.Protocol.Compact;

/// <summary>A host of either family, as the encoding <c>ip</c> carries it behind a family byte (01-compact-encoding.md §5).</summary>
public readonly record struct IpHost
{
    /// <summary>An IPv4 host, in reading order.</summary>
    public IpHost(uint ipv4)
    {
        Family = Ipv4Family;
        Ipv4 = ipv4;
    }

    /// <summary>An IPv6 host.</summary>
    public IpHost(Ipv6Address ipv6)
    {
        Family = Ipv6Family;
        Ipv6 = ipv6;
    }

    internal const byte Ipv4Family = 4;
    internal const byte Ipv6Family = 6;

    /// <summary>4 or 6.</summary>
    public byte Family { get; }

    /// <summary>The host when <see cref="Family"/> is 4.</summary>
    public uint Ipv4 { get; }

    /// <summary>The host when <see cref="Family"/> is 6.</summary>
    public Ipv6Address Ipv6 { get; }

    /// <inheritdoc/>
    public override string ToString() => Family == Ipv4Family
        ? new PeerAddress(Ipv4, 0).HostText
        : Ipv6.ToString();
}
