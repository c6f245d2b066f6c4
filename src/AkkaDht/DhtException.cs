using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Servers;

namespace AkkaDht;

/// <summary>Something that was asked of a node did not happen, for a reason that lies in the network or in the node's state.</summary>
public sealed class DhtException : Exception
{
    /// <summary>Says why.</summary>
    public DhtException(string message) : base(message) { }

    /// <summary>Says why, and what was behind it.</summary>
    public DhtException(string message, Exception cause) : base(message, cause) { }

    private DhtException(string message, RequestOutcomeKind kind) : base(message) => Kind = kind;

    /// <summary>What became of the request, when it is a request that failed.</summary>
    public RequestOutcomeKind? Kind { get; }

    internal DhtException(ListenError error) : base(error switch
    {
        Servers.ListenError.KeyPairInUse => "KEYPAIR_ALREADY_USED: Another server of the node has this key pair",
        Servers.ListenError.TooManyServers => "Too many servers listen (akkadht.servers.max-servers)",
        Servers.ListenError.CannotSign => "A server needs a key pair that can sign announcements",
        Servers.ListenError.Suspended => "The node is suspended",
        _ => "NODE_DESTROYED: Node destroyed",
    }) => ListenError = error;

    /// <summary>Why there is no server, when it is one that failed to listen.</summary>
    public ListenError? ListenError { get; }

    internal static DhtException Of(RequestOutcomeKind kind) => kind switch
    {
        RequestOutcomeKind.TimedOut => new("REQUEST_TIMEOUT: Request timed out", kind),
        RequestOutcomeKind.Destroyed => new("REQUEST_DESTROYED: Request destroyed", kind),
        RequestOutcomeKind.Suspended => new("IO_SUSPENDED: I/O suspended", kind),
        RequestOutcomeKind.Overloaded => new("Too many requests are in flight (akkadht.requests.max-in-flight)", kind),
        _ => new("The request is beyond a limit of the node", kind),
    };
}
