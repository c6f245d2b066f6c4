namespace AkkaDht.Protocol.DhtRpc;

/// <summary>What came of a request. Every request has exactly one outcome, and at most one <see cref="Slow"/> before it.</summary>
public enum RequestOutcomeKind : byte
{
    /// <summary>The endpoint asked has replied.</summary>
    Replied,

    /// <summary>The first transmission timed out; the request goes on.</summary>
    Slow,

    /// <summary>No reply to any transmission (REQUEST_TIMEOUT).</summary>
    TimedOut,

    /// <summary>Its session or the node ended (REQUEST_DESTROYED).</summary>
    Destroyed,

    /// <summary>The node was suspended (IO_SUSPENDED).</summary>
    Suspended,

    /// <summary>Not started: as many requests are in flight as the node allows.</summary>
    Overloaded,

    /// <summary>Not started: the node does not make such a request, like a down hint beyond its rate.</summary>
    Refused,
}

/// <summary>The outcome of one request, for whoever made it.</summary>
/// <param name="Owner">What the maker of the request gave along.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Reply">The reply, exactly when <see cref="RequestOutcomeKind.Replied"/>.</param>
/// <param name="ArrivedOn">The socket that the reply came in on.</param>
public readonly record struct RequestOutcome<TOwner>(TOwner Owner, RequestOutcomeKind Kind, Reply? Reply, SocketRole ArrivedOn);
