using Akka.Configuration;
using AkkaDht.Protocol.HyperDht.Announcing;
using AkkaDht.Protocol.HyperDht.Handshaking;

namespace AkkaDht.Servers;

/// <summary>The servers of a node: branch <c>akkadht.servers</c>.</summary>
public sealed record ServerSettings
{
    /// <summary>Servers that listen at once; a further one fails to.</summary>
    public int MaxServers { get; init; } = 1024;

    /// <summary>Handshakes of one server that have led to something and are remembered for copies that come late; at the bound the oldest is forgotten.</summary>
    public int MaxSettled { get; init; } = 4096;

    /// <summary>Handshakes of one server that were refused and are remembered for as long; at the bound the oldest is forgotten.</summary>
    public int MaxRefused { get; init; } = 4096;

    /// <summary>Time that the owner of a server has to decide about a client, who is refused then.</summary>
    public TimeSpan DecisionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time that an address of the machine has to prove that it carries datagrams. Reference: hyperdht <c>index.js</c>, validateLocalAddresses.</summary>
    public TimeSpan LocalAddressTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How servers keep themselves announced.</summary>
    public AnnouncerSettings Announcer { get; init; } = new();

    /// <summary>How many handshakes strangers may have the node work on.</summary>
    public AdmissionSettings Admission { get; init; } = new();

    /// <summary>Reads the branch <c>akkadht.servers</c>.</summary>
    public static ServerSettings Create(Config config) => new()
    {
        MaxServers = config.Number("max-servers"),
        MaxSettled = config.Number("max-settled", min: 1),
        MaxRefused = config.Number("max-refused"),
        DecisionTimeout = config.Duration("decision-timeout", canBeZero: false),
        LocalAddressTimeout = config.Duration("local-address-timeout", canBeZero: false),
        Announcer = AnnouncerOf(config.Branch("announcer")),
        Admission = AdmissionOf(config.Branch("admission")),
    };

    private static AnnouncerSettings AnnouncerOf(Config config) => new()
    {
        Relays = config.Number("relays", min: 1),
        PingInterval = config.Duration("ping-interval", canBeZero: false),
        PingsPerRound = config.Number("pings-per-round", min: 1),
        MinRoundInterval = config.Duration("min-round-interval", canBeZero: false),
        FirstRetry = config.Duration("first-retry", canBeZero: false),
        LeaveTimeout = config.Duration("leave-timeout"),
    };

    private static AdmissionSettings AdmissionOf(Config config) => new()
    {
        MaxHandshakes = config.Number("max-handshakes"),
        MaxPerServer = config.Number("max-per-server"),
        MaxPerAddress = config.Number("max-per-address"),
        Burst = config.Number("burst"),
        PerSecond = config.Number("per-second"),
        PrivateBurst = config.Number("private-burst"),
        PrivatePerSecond = config.Number("private-per-second"),
        Slots = config.Number("slots", min: 1),
    };
}
