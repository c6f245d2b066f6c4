using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Handshaking;

/// <summary>
/// That a server can be reached by punching a hole, and through whom to agree on it.
/// <code>
/// | id   | count | relay, peer |
/// | uint | uint  | 12 each     |
/// </code>
/// </summary>
/// <param name="Id">Names the server's side of this handshake; 0 is an id as others are.</param>
/// <param name="Relays">The nodes that pass messages on to the server.</param>
public sealed record HolepunchOffer(ulong Id, IReadOnlyList<RelayInfo> Relays) : IWireMessage<HolepunchOffer>
{
    /// <summary>The most relays that an offer may name; servers have three at a time.</summary>
    public const int MaxRelays = 1024;

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out HolepunchOffer? message)
    {
        message = null;
        if (!reader.TryReadUInt(out var id) || !reader.TryReadCount(RelayInfo.WireLength, out var count) || count > MaxRelays) return false;

        var relays = new RelayInfo[count];
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadPeerAddress(out var relay) || !reader.TryReadPeerAddress(out var peer)) return false;
            relays[i] = new RelayInfo(relay, peer);
        }

        message = new HolepunchOffer(id, relays);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() =>
        CompactWriter.MeasureUInt(Id) + CompactWriter.MeasureUInt((ulong)Relays.Count) + Relays.Count * RelayInfo.WireLength;

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        Invariant.That(Relays.Count <= MaxRelays, "an offer names no more relays than its bound");
        writer.WriteUInt(Id);
        writer.WriteCount(Relays.Count);
        foreach (var relay in Relays)
        {
            writer.WritePeerAddress(relay.Relay);
            writer.WritePeerAddress(relay.Peer);
        }
    }
}

/// <summary>A node that passes messages on to a server.</summary>
/// <param name="Relay">The node.</param>
/// <param name="Peer">The server as that node sees it.</param>
public readonly record struct RelayInfo(PeerAddress Relay, PeerAddress Peer)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int WireLength = 2 * PeerAddress.WireLength;
}

/// <summary>
/// The stream that a peer opened for this connection.
/// <code>
/// | version | features | id   | seq  |
/// | uint    | uint     | uint | uint |
/// </code>
/// </summary>
/// <param name="IsReusable">Whether the socket may serve for further connections to the same peer (feature 1).</param>
/// <param name="Id">The id of the stream at the peer, 32 bits where it is honest.</param>
/// <param name="Seq">The sequence number it starts at.</param>
/// <param name="Version">1.</param>
public sealed record UdxOffer(bool IsReusable, ulong Id, ulong Seq, ulong Version = 1) : IWireMessage<UdxOffer>
{
    private const ulong ReusableFeature = 1;

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out UdxOffer? message)
    {
        message = null;
        if (!reader.TryReadUInt(out var version) || !reader.TryReadUInt(out var features)) return false;
        if (!reader.TryReadUInt(out var id) || !reader.TryReadUInt(out var seq)) return false;

        message = new UdxOffer(features.Has(ReusableFeature), id, seq, version);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() => CompactWriter.MeasureUInt(Version) + 1 + CompactWriter.MeasureUInt(Id) + CompactWriter.MeasureUInt(Seq);

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        writer.WriteUInt(Version);
        writer.WriteUInt(IsReusable ? ReusableFeature : 0);
        writer.WriteUInt(Id);
        writer.WriteUInt(Seq);
    }
}

/// <summary>
/// That a third peer stands by to carry the connection until there is a direct path.
/// <code>
/// | version | flags    | key | token |
/// | uint    | uint (0) | 32  | 32    |
/// </code>
/// </summary>
/// <param name="Relay">The relay.</param>
/// <param name="Token">What both ends show it, so that it joins them.</param>
/// <param name="Version">1.</param>
public sealed record RelayOffer(PublicKey Relay, SecretToken Token, ulong Version = 1) : IWireMessage<RelayOffer>
{
    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out RelayOffer? message)
    {
        message = null;
        if (!reader.TryReadUInt(out var version) || !reader.TryReadUInt(out _)) return false;
        if (!reader.TryReadFixed32(out var relay) || !reader.TryReadFixed32(out var token)) return false;

        message = new RelayOffer(PublicKey.Read(relay), SecretToken.Read(token), version);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() => CompactWriter.MeasureUInt(Version) + 1 + PublicKey.Length + SecretToken.Length;

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        writer.WriteUInt(Version);
        writer.WriteUInt(0);
        Relay.CopyTo(writer.Take(PublicKey.Length));
        writer.WriteToken(Token);
    }
}
