namespace AkkaDht.Protocol.Udx;

/// <summary>What a packet carries, a set of bits; those that are not listed are ignored (05-udx.md A2).</summary>
[Flags]
public enum PacketType : byte
{
    /// <summary>Nothing but the header: an acknowledgement.</summary>
    State = 0,

    /// <summary>Bytes of the stream; uses a number.</summary>
    Data = 1,

    /// <summary>The last packet of a direction; uses a number, the same one as its data.</summary>
    End = 2,

    /// <summary>Ranges received above the acknowledged number.</summary>
    Sack = 4,

    /// <summary>A datagram that is neither ordered nor repeated.</summary>
    Message = 8,

    /// <summary>The sender has given the stream up.</summary>
    Destroy = 16,

    /// <summary>Asks for an acknowledgement.</summary>
    Heartbeat = 32,
}
