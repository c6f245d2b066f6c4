using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// A dht-rpc request, between its bytes and the one who handles it (02-dht-rpc.md A2). Decoded, it points into the datagram;
/// filled in by an initializer, it encodes.
/// <code>
/// | type 03 | flags  | tid    | to | id             | token          | command | target         | value              |
/// | 1       | 1 uint | 2 (LE) | 6  | 32 when flag 1 | 32 when flag 2 | uint    | 32 when flag 8 | buffer if flag 16  |
/// </code>
/// Flag 4 (internal) has no field: it says that the command is one of <see cref="Commands"/>.
/// </summary>
public readonly ref struct RequestDatagram
{
    private const ulong InternalFlag = 4;
    private const ulong TargetFlag = 8;

    /// <summary>Transaction id, which the reply repeats.</summary>
    public ushort Tid { get; init; }

    /// <summary>Where the datagram goes, as its sender knows it; the receiver learns its own public address from it.</summary>
    public PeerAddress To { get; init; }

    /// <summary>Whether the sender says its id, as persistent nodes do.</summary>
    public bool HasId { get; init; }

    /// <summary>The sender's id, unproven until the hash of its address is compared with it.</summary>
    public NodeId Id { get; init; }

    /// <summary>Whether a round-trip token is given back.</summary>
    public bool HasToken { get; init; }

    /// <summary>A token that the receiver issued.</summary>
    public RoundTripToken Token { get; init; }

    /// <summary>Whether <see cref="Command"/> is one of <see cref="Commands"/> rather than an application's.</summary>
    public bool IsInternal { get; init; }

    /// <summary>What is asked for.</summary>
    public ulong Command { get; init; }

    /// <summary>Whether the request is about a point of the key space.</summary>
    public bool HasTarget { get; init; }

    /// <summary>The point of the key space.</summary>
    public NodeId Target { get; init; }

    /// <summary>Whether there is a value; it may be empty.</summary>
    public bool HasValue { get; init; }

    /// <summary>The value, valid as long as the bytes that it points into.</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>Reads a request; unknown flags and trailing bytes are ignored.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> datagram, out RequestDatagram request, out DecodeError error)
    {
        request = default;
        var reader = new CompactReader(datagram);
        if (!DatagramHead.TryRead(ref reader, DatagramHead.Request, out var head, out error)) return false;

        error = DecodeError.Command;
        if (!reader.TryReadUInt(out var command)) return false;

        error = DecodeError.Target;
        ReadOnlySpan<byte> target = default;
        if (head.Has(TargetFlag) && !reader.TryReadFixed32(out target)) return false;

        error = DecodeError.Value;
        ReadOnlySpan<byte> value = default;
        if (head.Has(DatagramHead.ValueFlag) && !reader.TryReadBuffer(out value)) return false;

        error = DecodeError.None;
        request = new RequestDatagram
        {
            Tid = head.Tid,
            To = head.To,
            HasId = head.Has(DatagramHead.IdFlag),
            Id = head.Id,
            HasToken = head.Has(DatagramHead.TokenFlag),
            Token = head.Token,
            IsInternal = head.Has(InternalFlag),
            Command = command,
            HasTarget = head.Has(TargetFlag),
            Target = target.IsEmpty ? default : NodeId.Read(target),
            HasValue = head.Has(DatagramHead.ValueFlag),
            Value = value,
        };
        return true;
    }

    /// <summary>Length of the datagram, in bytes.</summary>
    public int Measure() =>
        DatagramHead.Measure(HasId, HasToken)
        + CompactWriter.MeasureUInt(Command)
        + (HasTarget ? NodeId.Length : 0)
        + (HasValue ? CompactWriter.MeasureBuffer(Value.Length) : 0);

    /// <summary>Writes the datagram into <paramref name="destination"/> (at least <see cref="Measure"/> long) and returns its length.</summary>
    public int Encode(Span<byte> destination)
    {
        var writer = new CompactWriter(destination);
        new DatagramHead { Flags = Flags(), Tid = Tid, To = To, Id = Id, Token = Token }.Write(ref writer, DatagramHead.Request);
        writer.WriteUInt(Command);
        if (HasTarget) Target.CopyTo(writer.Take(NodeId.Length));
        if (HasValue) writer.WriteBuffer(Value);
        return writer.Position;
    }

    private ulong Flags() =>
        (HasId ? DatagramHead.IdFlag : 0)
        | (HasToken ? DatagramHead.TokenFlag : 0)
        | (IsInternal ? InternalFlag : 0)
        | (HasTarget ? TargetFlag : 0)
        | (HasValue ? DatagramHead.ValueFlag : 0);
}
