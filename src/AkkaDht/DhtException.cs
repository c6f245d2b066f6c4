using AkkaDht.Protocol.DhtRpc;

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

    internal static DhtException Of(RequestOutcomeKind kind) => kind switch
    {
        RequestOutcomeKind.TimedOut => new("REQUEST_TIMEOUT: Request timed out", kind),
        RequestOutcomeKind.Destroyed => new("REQUEST_DESTROYED: Request destroyed", kind),
        RequestOutcomeKind.Suspended => new("IO_SUSPENDED: I/O suspended", kind),
        RequestOutcomeKind.Overloaded => new("Too many requests are in flight (akkadht.requests.max-in-flight)", kind),
        _ => new("The request is beyond a limit of the node", kind),
    };
}
