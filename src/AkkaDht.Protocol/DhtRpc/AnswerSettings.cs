namespace AkkaDht.Protocol.DhtRpc;

/// <summary>How a node answers, and how much a stranger may make it do.</summary>
public sealed record AnswerSettings
{
    /// <summary>The longest delay that a DELAYED_PING may ask for; a longer one gets no reply.</summary>
    public TimeSpan MaxPingDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Delayed pings waiting for their time; at the bound a further one gets no reply.</summary>
    public int MaxDelayedPings { get; init; } = 1024;

    /// <summary>Delayed pings that one host may start within 10 s; more get no reply.</summary>
    public int DelayedPingsPerHost { get; init; } = 16;

    /// <summary>Checks that the down hints of one host may cause within 5 s; further hints are answered and do nothing.</summary>
    public int DownHintsPerHost { get; init; } = 50;

    /// <summary>
    /// Bytes that one host is answered within a second before it shows a valid round-trip token; more are not sent.
    /// What keeps a forged source address from turning the node on somebody else.
    /// </summary>
    public int UnverifiedBytesPerSecond { get; init; } = 64 * 1024;

    /// <summary>Accounts that all hosts share, per kind of allowance.</summary>
    public int HostSlots { get; init; } = 4096;

    /// <summary>Whether hosts of private and loopback networks have no allowance to keep to.</summary>
    public bool ExemptPrivate { get; init; } = true;

    /// <summary>Requests handed to the application and not yet answered; a further one gets no reply.</summary>
    public int MaxOpenRequests { get; init; } = 1024;

    /// <summary>After this long a request that the application has not answered counts no more; its sender has given up.</summary>
    public TimeSpan OpenRequestLifetime { get; init; } = TimeSpan.FromSeconds(10);
}
