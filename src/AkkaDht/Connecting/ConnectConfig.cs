using Akka.Configuration;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Connecting;

/// <summary>Reads the branch <c>akkadht.connecting</c>.</summary>
internal static class ConnectConfig
{
    public static ConnectSettings Create(Config config) => new()
    {
        Deadline = config.Duration("deadline", canBeZero: false),
        HandshakesInParallel = config.Number("handshakes-in-parallel", min: 1),
        FindRetries = config.Number("find-retries"),
        MaxKnownRelays = config.Number("max-known-relays"),
        MaxFoundRelays = config.Number("max-found-relays", min: 1),
        PassiveWait = config.Duration("passive-wait"),
        UnknownFirewallPause = config.Duration("unknown-firewall-pause"),
        TryLaterWait = config.Duration("try-later-wait"),
        TryLaterSpread = config.Duration("try-later-spread"),
        ServerWait = config.Duration("server-wait"),
        ClearWait = config.Duration("clear-wait"),
        MaxWaitingRequests = config.Number("max-waiting-requests", min: 1),
        RelayTimeout = config.Duration("relay-timeout"),
        UpgradeTimeout = config.Duration("upgrade-timeout"),
        RelayKeepAlive = config.Duration("relay-keep-alive"),
        RandomPunchLimit = config.Number("random-punch-limit"),
        RandomPunchInterval = config.Duration("random-punch-interval"),
        MaxRememberedRelays = config.Number("max-remembered-relays"),
        MaxRememberedRoutes = config.Number("max-remembered-routes"),
        Puncher = PuncherOf(config.Branch("puncher")),
    };

    private static PuncherSettings PuncherOf(Config config) => new()
    {
        WantedSamples = config.Number("wanted-samples", min: 1),
        ManyNodes = config.Number("many-nodes"),
        SkippedNodes = config.Number("skipped-nodes"),
        MaxRecentNodes = config.Number("max-recent-nodes"),
        MaxReopens = config.Number("max-reopens"),
        ConsistentTries = config.Number("consistent-tries", min: 1),
        TryInterval = config.Duration("try-interval", canBeZero: false),
        UnverifiedEvery = config.Number("unverified-every", min: 1),
        RandomProbes = config.Number("random-probes", min: 1),
        ProbeInterval = config.Duration("probe-interval", canBeZero: false),
        LowestPort = (ushort)config.Number("lowest-port", min: 1, max: ushort.MaxValue),
        BirthdaySockets = config.Number("birthday-sockets", min: 1),
        BirthdayPause = config.Duration("birthday-pause"),
        LowTtlRounds = config.Number("low-ttl-rounds"),
        LowTtl = (byte)config.Number("low-ttl", min: 1, max: byte.MaxValue),
        NormalTtl = (byte)config.Number("normal-ttl", min: 1, max: byte.MaxValue),
        MaxTargets = config.Number("max-targets", min: 1),
        MaxSingleProbes = config.Number("max-single-probes"),
        MaxEchoes = config.Number("max-echoes"),
        AllowsPrivateTargets = config.Switch("private-targets"),
    };
}
