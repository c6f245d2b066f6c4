namespace AkkaDht.Protocol.HyperDht.Announcing;

/// <summary>How a server keeps itself announced; defaults as in the reference (03-hyperdht.md §14).</summary>
public sealed record AnnouncerSettings
{
    /// <summary>Nodes that a server is announced to; as many relays are told to clients.</summary>
    public int Relays { get; init; } = 3;

    /// <summary>Time between two pings of every relay.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Rounds of pings after which the server is announced anew, whatever the relays answered; about 5 minutes.</summary>
    public int PingsPerRound { get; init; } = 100;

    /// <summary>Time between the beginnings of two rounds that relays bring about, so that hostile ones cannot keep a server walking.</summary>
    public TimeSpan MinRoundInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which a server that found nobody looks again; it doubles with each such round, up to <see cref="MinRoundInterval"/>.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time after which a server that takes its announcements back stops waiting for relays that do not answer.</summary>
    public TimeSpan LeaveTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
