using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// A dht-rpc reply, between its bytes and the request that it answers (02-dht-rpc.md A3). Decoded, it points into the
/// datagram; filled in by an initializer, it encodes.
/// <code>
/// | type 13 | flags  | tid    | to | id             | token          | closerNodes          | error          | value             |
/// | 1       | 1 uint | 2 (LE) | 6  | 32 when flag 1 | 32 when flag 2 | ipv4Array if flag 4  | uint if flag 8 | buffer if flag 16 |
/// </code>
/// A sender sets flag 4 only for a list that is not empty, and flag 8 only for an error above 0.
/// </summary>
public readonly ref struct ReplyDatagram
{
    private const ulong CloserNodesFlag = 4;
    private const ulong ErrorFlag = 8;

    /// <summary>Transaction id of the request.</summary>
    public ushort Tid { get; init; }

    /// <summary>The address that the reply is sent to: its receiver as the sender sees it.</summary>
    public PeerAddress To { get; init; }

    /// <summary>Whether the sender says its id, as persistent nodes do from their server socket.</summary>
    public bool HasId { get; init; }

    /// <summary>The sender's id, unproven until the hash of its address is compared with it.</summary>
    public NodeId Id { get; init; }

    /// <summary>Whether a round-trip token is issued.</summary>
    public bool HasToken { get; init; }

    /// <summary>The token for a later request that changes something.</summary>
    public RoundTripToken Token { get; init; }

    /// <summary>Addresses of nodes near the target as they stand on the wire, <see cref="PeerAddress.WireLength"/> bytes each; empty when none are given.</summary>
    public ReadOnlySpan<byte> CloserNodes { get; init; }

    /// <summary>How many addresses <see cref="CloserNodes"/> holds.</summary>
    public int CloserNodeCount => CloserNodes.Length / PeerAddress.WireLength;

    /// <summary>0, or an error code (<see cref="ErrorCodes"/>).</summary>
    public ulong Error { get; init; }

    /// <summary>Whether there is a value; it may be empty.</summary>
    public bool HasValue { get; init; }

    /// <summary>The value, valid as long as the bytes that it points into.</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>The address at <paramref name="index"/> (below <see cref="CloserNodeCount"/>) of <see cref="CloserNodes"/>.</summary>
    public PeerAddress CloserNode(int index) => PeerAddress.Read(CloserNodes[(index * PeerAddress.WireLength)..]);

    /// <summary>Reads a reply; unknown flags and trailing bytes are ignored.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> datagram, out ReplyDatagram reply, out DecodeError error)
    {
        reply = default;
        var reader = new CompactReader(datagram);
        if (!DatagramHead.TryRead(ref reader, DatagramHead.Reply, out var head, out error)) return false;

        error = DecodeError.CloserNodes;
        ReadOnlySpan<byte> closerNodes = default;
        if (head.Has(CloserNodesFlag) && !reader.TryReadPeerAddresses(out closerNodes)) return false;

        error = DecodeError.ErrorCode;
        var errorCode = ErrorCodes.Ok;
        if (head.Has(ErrorFlag) && !reader.TryReadUInt(out errorCode)) return false;

        error = DecodeError.Value;
        ReadOnlySpan<byte> value = default;
        if (head.Has(DatagramHead.ValueFlag) && !reader.TryReadBuffer(out value)) return false;

        error = DecodeError.None;
        reply = new ReplyDatagram
        {
            Tid = head.Tid,
            To = head.To,
            HasId = head.Has(DatagramHead.IdFlag),
            Id = head.Id,
            HasToken = head.Has(DatagramHead.TokenFlag),
            Token = head.Token,
            CloserNodes = closerNodes,
            Error = errorCode,
            HasValue = head.Has(DatagramHead.ValueFlag),
            Value = value,
        };
        return true;
    }

    /// <summary>Length of the datagram, in bytes.</summary>
    public int Measure() =>
        DatagramHead.Measure(HasId, HasToken)
        + (CloserNodes.IsEmpty ? 0 : CompactWriter.MeasurePeerAddresses(CloserNodeCount))
        + (Error == ErrorCodes.Ok ? 0 : CompactWriter.MeasureUInt(Error))
        + (HasValue ? CompactWriter.MeasureBuffer(Value.Length) : 0);

    /// <summary>Writes the datagram into <paramref name="destination"/> (at least <see cref="Measure"/> long) and returns its length.</summary>
    public int Encode(Span<byte> destination)
    {
        var writer = new CompactWriter(destination);
        new DatagramHead { Flags = Flags(), Tid = Tid, To = To, Id = Id, Token = Token }.Write(ref writer, DatagramHead.Reply);
        if (!CloserNodes.IsEmpty) writer.WritePeerAddresses(CloserNodes);
        if (Error != ErrorCodes.Ok) writer.WriteUInt(Error);
        if (HasValue) writer.WriteBuffer(Value);
        return writer.Position;
    }

    /// <summary>
    /// Copies the reply into a value that outlives the datagram. <paramref name="from"/> sent it,
    /// <paramref name="fromId"/> is its id if its address proved it, <paramref name="rtt"/> the time since the request was made.
    /// </summary>
    public Reply ToReply(PeerAddress from, NodeId? fromId, TimeSpan rtt)
    {
        var closerNodes = CloserNodes.IsEmpty ? [] : new PeerAddress[CloserNodeCount];
        for (var i = 0; i < closerNodes.Length; i++) closerNodes[i] = CloserNode(i);

        return new Reply(
            Tid,
            rtt,
            from,
            fromId,
            To,
            HasToken ? Token : null,
            closerNodes,
            Error,
            HasValue ? Value.ToArray() : (ReadOnlyMemory<byte>?)null);
    }

    private ulong Flags() =>
        (HasId ? DatagramHead.IdFlag : 0)
        | (HasToken ? DatagramHead.TokenFlag : 0)
        | (CloserNodes.IsEmpty ? 0 : CloserNodesFlag)
        | (Error == ErrorCodes.Ok ? 0 : ErrorFlag)
        | (HasValue ? DatagramHead.ValueFlag : 0);
}
