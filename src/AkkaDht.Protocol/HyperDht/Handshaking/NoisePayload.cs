using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht.Handshaking;

/// <summary>
/// What client and server tell each other inside the handshake (03-hyperdht.md §3.3).
/// <code>
/// | version  | flags  | error | firewall | holepunch | addresses4       | addresses6       | udx     | secret stream | relay    | relay addresses   |
/// | uint (1) | 1 uint | uint  | uint     | if flag 1 | ipv4Array if 2   | ipv6Array if 4   | if 8    | uint if 16    | if 32    | ipv4Array if 64   |
/// </code>
/// Of another version nothing but the number is read. A sender leaves lists of addresses out when they are empty, but for the last.
/// </summary>
public sealed record NoisePayload : IWireMessage<NoisePayload>
{
    /// <summary>The version that we speak.</summary>
    public const ulong OurVersion = 1;

    /// <summary>The most addresses that each list may have.</summary>
    public const int MaxAddresses = WireLists.MaxAddresses;

    private const ulong HolepunchFlag = 1;
    private const ulong Addresses4Flag = 2;
    private const ulong Addresses6Flag = 4;
    private const ulong UdxFlag = 8;
    private const ulong SecretStreamFlag = 16;
    private const ulong RelayThroughFlag = 32;
    private const ulong RelayAddressesFlag = 64;

    /// <summary>The version of the payload; when it is not <see cref="OurVersion"/>, nothing else is known.</summary>
    public ulong Version { get; init; } = OurVersion;

    /// <summary>0, or why the peer does not connect (<see cref="PeerErrors"/>).</summary>
    public ulong Error { get; init; }

    /// <summary>What the peer knows of its own firewall.</summary>
    public FirewallKind Firewall { get; init; }

    /// <summary>How to punch a hole to the server; null when there is no need or no way.</summary>
    public HolepunchOffer? Holepunch { get; init; }

    /// <summary>Where the peer may be reached, public address first.</summary>
    public IReadOnlyList<PeerAddress> Addresses4 { get; init; } = [];

    /// <summary>The same, with IPv6.</summary>
    public IReadOnlyList<Ipv6PeerAddress> Addresses6 { get; init; } = [];

    /// <summary>The peer's stream; null when there is none to connect to.</summary>
    public UdxOffer? Udx { get; init; }

    /// <summary>Whether the stream is encrypted as a secret stream.</summary>
    public bool HasSecretStream { get; init; }

    /// <summary>The version of the secret stream, 1; counts when <see cref="HasSecretStream"/>.</summary>
    public ulong SecretStreamVersion { get; init; } = 1;

    /// <summary>A relay to carry the connection meanwhile.</summary>
    public RelayOffer? RelayThrough { get; init; }

    /// <summary>The nodes by which to find the server the next time; null when none are told.</summary>
    public IReadOnlyList<PeerAddress>? RelayAddresses { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out NoisePayload? message)
    {
        message = null;
        if (!reader.TryReadUInt(out var version)) return false;
        if (version == OurVersion) return TryReadRest(ref reader, out message);

        message = new NoisePayload { Version = version };
        return true;
    }

    /// <inheritdoc/>
    public int Measure()
    {
        var length = CompactWriter.MeasureUInt(Version);
        if (Version != OurVersion) return length;

        length += 1 + CompactWriter.MeasureUInt(Error) + CompactWriter.MeasureUInt((ulong)Firewall);
        if (Holepunch is not null) length += Holepunch.Measure();
        if (Addresses4.Count > 0) length += CompactWriter.MeasurePeerAddresses(Addresses4.Count);
        if (Addresses6.Count > 0) length += WireLists.MeasureAddresses6(Addresses6.Count);
        if (Udx is not null) length += Udx.Measure();
        if (HasSecretStream) length += CompactWriter.MeasureUInt(SecretStreamVersion);
        if (RelayThrough is not null) length += RelayThrough.Measure();
        if (RelayAddresses is not null) length += CompactWriter.MeasurePeerAddresses(RelayAddresses.Count);
        return length;
    }

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        writer.WriteUInt(Version);
        if (Version != OurVersion) return;

        writer.WriteUInt(Flags());
        writer.WriteUInt(Error);
        writer.WriteUInt((ulong)Firewall);
        Holepunch?.Encode(ref writer);
        if (Addresses4.Count > 0) writer.WriteAddresses(Addresses4);
        if (Addresses6.Count > 0) writer.WriteAddresses6(Addresses6);
        Udx?.Encode(ref writer);
        if (HasSecretStream) writer.WriteUInt(SecretStreamVersion);
        RelayThrough?.Encode(ref writer);
        if (RelayAddresses is not null) writer.WriteAddresses(RelayAddresses);
    }

    private static bool TryReadRest(ref CompactReader reader, [NotNullWhen(true)] out NoisePayload? message)
    {
        message = null;
        if (!reader.TryReadUInt(out var flags) || !reader.TryReadUInt(out var error) || !reader.TryReadUInt(out var firewall)) return false;

        HolepunchOffer? holepunch = null;
        if (flags.Has(HolepunchFlag) && !HolepunchOffer.TryRead(ref reader, out holepunch)) return false;

        IReadOnlyList<PeerAddress> addresses4 = [];
        if (flags.Has(Addresses4Flag) && !reader.TryReadAddresses(out addresses4)) return false;

        IReadOnlyList<Ipv6PeerAddress> addresses6 = [];
        if (flags.Has(Addresses6Flag) && !reader.TryReadAddresses6(out addresses6)) return false;

        UdxOffer? udx = null;
        if (flags.Has(UdxFlag) && !UdxOffer.TryRead(ref reader, out udx)) return false;

        var secretStreamVersion = 1ul;
        if (flags.Has(SecretStreamFlag) && !reader.TryReadUInt(out secretStreamVersion)) return false;

        RelayOffer? relayThrough = null;
        if (flags.Has(RelayThroughFlag) && !RelayOffer.TryRead(ref reader, out relayThrough)) return false;

        IReadOnlyList<PeerAddress>? relayAddresses = null;
        if (flags.Has(RelayAddressesFlag) && !reader.TryReadAddresses(out relayAddresses)) return false;

        message = new NoisePayload
        {
            Error = error,
            Firewall = (FirewallKind)firewall,
            Holepunch = holepunch,
            Addresses4 = addresses4,
            Addresses6 = addresses6,
            Udx = udx,
            HasSecretStream = flags.Has(SecretStreamFlag),
            SecretStreamVersion = secretStreamVersion,
            RelayThrough = relayThrough,
            RelayAddresses = relayAddresses,
        };
        return true;
    }

    private ulong Flags() =>
        (Holepunch is null ? 0 : HolepunchFlag)
        | (Addresses4.Count == 0 ? 0 : Addresses4Flag)
        | (Addresses6.Count == 0 ? 0 : Addresses6Flag)
        | (Udx is null ? 0 : UdxFlag)
        | (HasSecretStream ? SecretStreamFlag : 0)
        | (RelayThrough is null ? 0 : RelayThroughFlag)
        | (RelayAddresses is null ? 0 : RelayAddressesFlag);
}
