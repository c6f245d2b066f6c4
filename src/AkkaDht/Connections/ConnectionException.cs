using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.SecretStreams;

namespace AkkaDht.Connections;

/// <summary>A connection was read, written or waited for, and had ended, or was refused a write.</summary>
public sealed class ConnectionException : IOException
{
    /// <summary>The connection had ended.</summary>
    public ConnectionException(EndReason reason) : base($"The connection has ended: {reason}") => Reason = reason;

    internal ConnectionException(EndReason reason, ConnectFailure? attempt) : base($"The connection has ended: {(attempt is null ? reason : attempt)}") =>
        (Reason, Attempt) = (reason, attempt);

    internal ConnectionException(WriteFailure failure) : base($"The message was not written: {failure}") => Failure = failure;

    /// <summary>How the connection ended; null when it goes on.</summary>
    public EndReason? Reason { get; }

    /// <summary>With <see cref="EndKind.NotReached"/>: how far the attempt came, and what might help.</summary>
    public ConnectFailure? Attempt { get; }

    /// <summary>Why a write was refused, when one was.</summary>
    public WriteFailure? Failure { get; }
}
