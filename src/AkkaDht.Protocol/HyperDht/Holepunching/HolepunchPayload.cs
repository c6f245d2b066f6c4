using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>
/// What two peers tell each other in one round of punching a hole (03-hyperdht.md §3.4).
/// <code>
/// | flags  | error | firewall | round | addresses         | remote address | token    | remote token |
/// | 1 uint | uint  | uint     | uint  | ipv4Array if 4    | 6 if 8         | 32 if 16 | 32 if 32     |
/// </code>
/// Flag 1 says connected, flag 2 punching.
/// </summary>
public sealed record HolepunchPayload : IWireMessage<HolepunchPayload>
{
    /// <summary>The most addresses that the list may have.</summary>
    public const int MaxAddresses = WireLists.MaxAddresses;

    private const ulong ConnectedFlag = 1;
    private const ulong PunchingFlag = 2;
    private const ulong AddressesFlag = 4;
    private const ulong RemoteAddressFlag = 8;
    private const ulong TokenFlag = 16;
    private const ulong RemoteTokenFlag = 32;

    /// <summary>0, or why the peer does not go on (<see cref="PeerErrors"/>).</summary>
    public ulong Error { get; init; }

    /// <summary>What the peer knows of its own firewall by now.</summary>
    public FirewallKind Firewall { get; init; }

    /// <summary>Counts the messages of one side; an older round than one already seen says nothing new.</summary>
    public ulong Round { get; init; }

    /// <summary>Whether the peer is connected already.</summary>
    public bool IsConnected { get; init; }

    /// <summary>Whether the peer sends probes from now on.</summary>
    public bool IsPunching { get; init; }

    /// <summary>The peer's own addresses; null while it knows none.</summary>
    public IReadOnlyList<PeerAddress>? Addresses { get; init; }

    /// <summary>Where the peer is about to send to.</summary>
    public PeerAddress? RemoteAddress { get; init; }

    /// <summary>A token to echo, which proves that what was sent to an address has arrived.</summary>
    public SecretToken? Token { get; init; }

    /// <summary>The token of the other side, echoed.</summary>
    public SecretToken? RemoteToken { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out HolepunchPayload? message)
    {
        message = null;
        if (!reader.TryReadUInt(out var flags) || !reader.TryReadUInt(out var error)) return false;
        if (!reader.TryReadUInt(out var firewall) || !reader.TryReadUInt(out var round)) return false;

        IReadOnlyList<PeerAddress>? addresses = null;
        if (flags.Has(AddressesFlag) && !reader.TryReadAddresses(out addresses)) return false;
        if (!reader.TryReadAddress(flags.Has(RemoteAddressFlag), out var remoteAddress)) return false;
        if (!reader.TryReadToken(flags.Has(TokenFlag), out var token)) return false;
        if (!reader.TryReadToken(flags.Has(RemoteTokenFlag), out var remoteToken)) return false;

        message = new HolepunchPayload
        {
            Error = error,
            Firewall = (FirewallKind)firewall,
            Round = round,
            IsConnected = flags.Has(ConnectedFlag),
            IsPunching = flags.Has(PunchingFlag),
            Addresses = addresses,
            RemoteAddress = remoteAddress,
            Token = token,
            RemoteToken = remoteToken,
        };
        return true;
    }

    /// <inheritdoc/>
    public int Measure() =>
        1
        + CompactWriter.MeasureUInt(Error)
        + CompactWriter.MeasureUInt((ulong)Firewall)
        + CompactWriter.MeasureUInt(Round)
        + (Addresses is null ? 0 : CompactWriter.MeasurePeerAddresses(Addresses.Count))
        + (RemoteAddress is null ? 0 : PeerAddress.WireLength)
        + (Token is null ? 0 : SecretToken.Length)
        + (RemoteToken is null ? 0 : SecretToken.Length);

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        writer.WriteUInt(Flags());
        writer.WriteUInt(Error);
        writer.WriteUInt((ulong)Firewall);
        writer.WriteUInt(Round);
        if (Addresses is not null) writer.WriteAddresses(Addresses);
        if (RemoteAddress is { } remoteAddress) writer.WritePeerAddress(remoteAddress);
        if (Token is { } token) writer.WriteToken(token);
        if (RemoteToken is { } remoteToken) writer.WriteToken(remoteToken);
    }

    private ulong Flags() =>
        (IsConnected ? ConnectedFlag : 0)
        | (IsPunching ? PunchingFlag : 0)
        | (Addresses is null ? 0 : AddressesFlag)
        | (RemoteAddress is null ? 0 : RemoteAddressFlag)
        | (Token is null ? 0 : TokenFlag)
        | (RemoteToken is null ? 0 : RemoteTokenFlag);
}
