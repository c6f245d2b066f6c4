using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht.Handshaking;

/// <summary>
/// The value of PEER_HANDSHAKE, on every leg of its way (03-hyperdht.md §3.1).
/// <code>
/// | flags  | mode   | noise  | peer        | relay       |
/// | 1 uint | 1 uint | buffer | 6 if flag 1 | 6 if flag 2 |
/// </code>
/// </summary>
/// <param name="Mode">Which leg this is.</param>
/// <param name="Noise">One message of the Noise handshake, which only client and server understand.</param>
/// <param name="Peer">The peer at the other end of the way, as a node between them sees it.</param>
/// <param name="Relay">Which node to go by, or which node it came by.</param>
public sealed record HandshakeMessage(PeerMode Mode, ReadOnlyMemory<byte> Noise, PeerAddress? Peer, PeerAddress? Relay)
    : IWireMessage<HandshakeMessage>
{
    private const ulong PeerFlag = 1;
    private const ulong RelayFlag = 2;

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out HandshakeMessage? message)
    {
        message = null;
        if (!reader.TryReadUInt(out var flags) || !reader.TryReadUInt(out var mode) || !reader.TryReadBuffer(out var noise)) return false;
        if (!reader.TryReadAddress(flags.Has(PeerFlag), out var peer)) return false;
        if (!reader.TryReadAddress(flags.Has(RelayFlag), out var relay)) return false;

        message = new HandshakeMessage((PeerMode)mode, noise.ToArray(), peer, relay);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() =>
        1
        + CompactWriter.MeasureUInt((ulong)Mode)
        + CompactWriter.MeasureBuffer(Noise.Length)
        + (Peer is null ? 0 : PeerAddress.WireLength)
        + (Relay is null ? 0 : PeerAddress.WireLength);

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        writer.WriteUInt((Peer is null ? 0 : PeerFlag) | (Relay is null ? 0 : RelayFlag));
        writer.WriteUInt((ulong)Mode);
        writer.WriteBuffer(Noise.Span);
        if (Peer is { } peer) writer.WritePeerAddress(peer);
        if (Relay is { } relay) writer.WritePeerAddress(relay);
    }
}
