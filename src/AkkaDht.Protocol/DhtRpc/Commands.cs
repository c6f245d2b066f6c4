namespace AkkaDht.Protocol.DhtRpc;

/// <summary>The commands that every dht-rpc node answers itself. Reference: dht-rpc <c>lib/commands.js</c>.</summary>
public static class Commands
{
    /// <summary>PING: are you there?</summary>
    public const ulong Ping = 0;

    /// <summary>PING_NAT: answer to this other port of mine.</summary>
    public const ulong PingNat = 1;

    /// <summary>FIND_NODE: which nodes near this target do you know?</summary>
    public const ulong FindNode = 2;

    /// <summary>DOWN_HINT: a node that you told me of does not answer.</summary>
    public const ulong DownHint = 3;

    /// <summary>DELAYED_PING: answer after this many milliseconds.</summary>
    public const ulong DelayedPing = 4;
}

/// <summary>Error codes of a reply; applications use 16 and up. Reference: dht-rpc <c>lib/errors.js</c>.</summary>
public static class ErrorCodes
{
    /// <summary>No error.</summary>
    public const ulong Ok = 0;

    /// <summary>UNKNOWN_COMMAND: nobody here handles this command.</summary>
    public const ulong UnknownCommand = 1;

    /// <summary>INVALID_TOKEN: the round-trip token is not one that was issued to this host lately.</summary>
    public const ulong InvalidToken = 2;

    /// <summary>The first code that is an application's own to define.</summary>
    public const ulong FirstOfApplication = 16;
}
