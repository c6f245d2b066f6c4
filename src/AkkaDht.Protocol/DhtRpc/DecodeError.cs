namespace AkkaDht.Protocol.DhtRpc;

/// <summary>The field at which a datagram stopped making sense; whatever it is, the datagram is dropped without an answer and counted.</summary>
public enum DecodeError : byte
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The first byte says another type or version.</summary>
    Type,

    /// <summary>Flags, transaction id or <c>to</c> are cut short.</summary>
    Header,

    /// <summary>The id is cut short.</summary>
    Id,

    /// <summary>The round-trip token is cut short.</summary>
    Token,

    /// <summary>The command is cut short or too large.</summary>
    Command,

    /// <summary>The target is cut short.</summary>
    Target,

    /// <summary>The closer nodes are fewer than their count says.</summary>
    CloserNodes,

    /// <summary>The error code is cut short or too large.</summary>
    ErrorCode,

    /// <summary>The value is shorter than its length says.</summary>
    Value,
}
