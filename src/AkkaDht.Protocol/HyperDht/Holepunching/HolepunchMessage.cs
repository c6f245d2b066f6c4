using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.HyperDht.Handshaking;

namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>
/// The value of PEER_HOLEPUNCH, on every leg of its way (03-hyperdht.md §3.2).
/// <code>
/// | flags  | mode   | id   | payload | peer        |
/// | 1 uint | 1 uint | uint | buffer  | 6 if flag 1 |
/// </code>
/// </summary>
/// <param name="Mode">Which leg this is.</param>
/// <param name="Id">The server's name for the handshake that this belongs to; 0 is an id as others are.</param>
/// <param name="Payload">A sealed <see cref="HolepunchPayload"/>.</param>
/// <param name="Peer">The peer at the other end of the way.</param>
public sealed record HolepunchMessage(PeerMode Mode, ulong Id, ReadOnlyMemory<byte> Payload, PeerAddress? Peer) : IWireMessage<HolepunchMessage>
{
    private const ulong PeerFlag = 1;

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out HolepunchMessage? message)
    {
        message = null;
        if (!reader.TryReadUInt(out var flags) || !reader.TryReadUInt(out var mode)) return false;
        if (!reader.TryReadUInt(out var id) || !reader.TryReadBuffer(out var payload)) return false;
        if (!reader.TryReadAddress(flags.Has(PeerFlag), out var peer)) return false;

        message = new HolepunchMessage((PeerMode)mode, id, payload.ToArray(), peer);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() =>
        1
        + CompactWriter.MeasureUInt((ulong)Mode)
        + CompactWriter.MeasureUInt(Id)
        + CompactWriter.MeasureBuffer(Payload.Length)
        + (Peer is null ? 0 : PeerAddress.WireLength);

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        writer.WriteUInt(Peer is null ? 0 : PeerFlag);
        writer.WriteUInt((ulong)Mode);
        writer.WriteUInt(Id);
        writer.WriteBuffer(Payload.Span);
        if (Peer is { } peer) writer.WritePeerAddress(peer);
    }
}
