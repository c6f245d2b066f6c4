using Akka.Configuration;
using AkkaDht.Protocol.HyperDht.Relaying;

namespace AkkaDht.Relaying;

/// <summary>Whether the node is a relay for others, and what that may cost: branch <c>akkadht.relaying</c>.</summary>
public sealed record RelayingSettings
{
    /// <summary>Whether this node relays the connections of others, who connect to its key.</summary>
    public bool IsRelay { get; init; }

    /// <summary>Whom it relays for, and how much.</summary>
    public BlindRelaySettings Pairs { get; init; } = new();

    /// <summary>Bytes per second that one pair may pass, both ways together; more are dropped. 0 for any number.</summary>
    public int BytesPerSecondPerPair { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes per second that all pairs together may pass; more are dropped. 0 for any number.</summary>
    public int BytesPerSecond { get; init; } = 64 * 1024 * 1024;

    /// <summary>Silence of both ends after which a pair is given up.</summary>
    public TimeSpan LinkIdle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads the branch <c>akkadht.relaying</c>.</summary>
    public static RelayingSettings Create(Config config) => new()
    {
        IsRelay = config.Switch("relay"),
        Pairs = new BlindRelaySettings
        {
            MaxSessions = config.Number("max-sessions", min: 1),
            MaxPairsPerSession = config.Number("max-pairs-per-session", min: 1),
            MaxPairs = config.Number("max-pairs", min: 1),
            PendingLifetime = config.Duration("pending-lifetime", canBeZero: false),
            SessionIdle = config.Duration("session-idle", canBeZero: false),
        },
        BytesPerSecondPerPair = config.Bytes("bytes-per-second-per-pair"),
        BytesPerSecond = config.Bytes("bytes-per-second"),
        LinkIdle = config.Duration("link-idle", canBeZero: false),
    };
}
