using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// What requests and replies begin with (02-dht-rpc.md A2, A3):
/// <code>
/// | type | flags  | tid    | to | id              | token           |
/// | 1    | 1 uint | 2 (LE) | 6  | 32 when flag 1  | 32 when flag 2  |
/// </code>
/// </summary>
internal readonly ref struct DatagramHead
{
    /// <summary>Version 3 in the low nibble, type 0 in the high one. Reference: dht-rpc <c>lib/io.js</c>, REQUEST_ID.</summary>
    public const byte Request = 0x03;

    /// <summary>Version 3, type 1. Reference: dht-rpc <c>lib/io.js</c>, RESPONSE_ID.</summary>
    public const byte Reply = 0x13;

    public const ulong IdFlag = 1;
    public const ulong TokenFlag = 2;
    public const ulong ValueFlag = 16;

    private const int FixedLength = 1 + 1 + 2 + PeerAddress.WireLength;

    public ulong Flags { get; init; }

    public ushort Tid { get; init; }

    public PeerAddress To { get; init; }

    public NodeId Id { get; init; }

    public RoundTripToken Token { get; init; }

    public bool Has(ulong flag) => (Flags & flag) != 0;

    /// <summary>Reads the head of a datagram of <paramref name="type"/>; flags that nobody knows are kept and mean nothing.</summary>
    public static bool TryRead(ref CompactReader reader, byte type, out DatagramHead head, out DecodeError error)
    {
        head = default;
        error = DecodeError.Type;
        if (!reader.TryReadUInt8(out var first) || first != type) return false;

        error = DecodeError.Header;
        if (!reader.TryReadUInt(out var flags) || !reader.TryReadUInt16(out var tid) || !reader.TryReadPeerAddress(out var to)) return false;

        error = DecodeError.Id;
        ReadOnlySpan<byte> id = default;
        if ((flags & IdFlag) != 0 && !reader.TryReadFixed32(out id)) return false;

        error = DecodeError.Token;
        ReadOnlySpan<byte> token = default;
        if ((flags & TokenFlag) != 0 && !reader.TryReadFixed32(out token)) return false;

        error = DecodeError.None;
        head = new DatagramHead
        {
            Flags = flags,
            Tid = tid,
            To = to,
            Id = id.IsEmpty ? default : NodeId.Read(id),
            Token = token.IsEmpty ? default : RoundTripToken.Read(token),
        };
        return true;
    }

    /// <summary>Length of the head, in bytes.</summary>
    public static int Measure(bool hasId, bool hasToken) =>
        FixedLength + (hasId ? NodeId.Length : 0) + (hasToken ? RoundTripToken.Length : 0);

    /// <summary>Writes the head; the flags are one byte, since all that are defined fit.</summary>
    public void Write(ref CompactWriter writer, byte type)
    {
        writer.WriteUInt8(type);
        writer.WriteUInt8((byte)Flags);
        writer.WriteUInt16(Tid);
        writer.WritePeerAddress(To);
        if (Has(IdFlag)) Id.CopyTo(writer.Take(NodeId.Length));
        if (Has(TokenFlag)) Token.CopyTo(writer.Take(RoundTripToken.Length));
    }
}
