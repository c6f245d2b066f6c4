namespace AkkaDht.Protocol.Udx;

/// <summary>What a stream has counted (05-udx.md B12).</summary>
public readonly record struct UdxStats
{
    /// <summary>Packets sent, unordered messages not included.</summary>
    public required long PacketsSent { get; init; }

    /// <summary>Bytes of these packets with their heads, without the padding of probes.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Packets that arrived for this stream, denied ones included.</summary>
    public required long PacketsReceived { get; init; }

    /// <summary>Bytes of these packets.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Packets sent again.</summary>
    public required long Retransmits { get; init; }

    /// <summary>Times that nothing was acknowledged in time.</summary>
    public required long Timeouts { get; init; }

    /// <summary>Times that loss was found by what arrived after it.</summary>
    public required long FastRecoveries { get; init; }

    /// <summary>Packets that the firewall did not take.</summary>
    public required long Denied { get; init; }

    /// <summary>Packets dropped because they were malformed or beyond a bound.</summary>
    public required long Dropped { get; init; }

    /// <summary>Packets sent that are neither acknowledged nor taken for lost.</summary>
    public required int InFlightPackets { get; init; }

    /// <summary>Packets that congestion control allows in flight.</summary>
    public required int CongestionWindowPackets { get; init; }

    /// <summary>The smoothed round-trip time; zero while unknown.</summary>
    public required TimeSpan RoundTripTime { get; init; }

    /// <summary>The longest IP packet that the path is known to carry, in bytes.</summary>
    public required int Mtu { get; init; }

    /// <summary>The estimated bandwidth in bytes per second; 0 while unknown.</summary>
    public required long BandwidthBytesPerSecond { get; init; }
}
