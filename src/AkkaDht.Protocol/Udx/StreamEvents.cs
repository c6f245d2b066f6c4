namespace AkkaDht.Protocol.Udx;

/// <summary>How a stream ended.</summary>
public enum StreamEnd
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>Both ends had said all, and both know it.</summary>
    Finished,

    /// <summary>The other end destroyed it (the reference's ECONNRESET).</summary>
    Reset,

    /// <summary>Nothing that was sent has been acknowledged for too long (the reference's ETIMEDOUT).</summary>
    TimedOut,

    /// <summary>This end destroyed it.</summary>
    Destroyed,
}

/// <summary>What happened to a stream, apart from bytes that arrived; each is taken once.</summary>
public enum StreamEvent
{
    /// <summary>The other end will send no more; all that it sent has been read.</summary>
    RemoteEnded,

    /// <summary>Everything that was sent before a change of remote has been acknowledged.</summary>
    RemoteChanged,

    /// <summary>There is room for writing again.</summary>
    Writable,

    /// <summary>Everything written has been acknowledged.</summary>
    Flushed,

    /// <summary>The stream is over; <see cref="UdxStream.End"/> says how. Always the last.</summary>
    Closed,
}
