using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Configuration;
using AkkaDht.Announcing;
using AkkaDht.Bootstrapping;
using AkkaDht.Connecting;
using AkkaDht.Connections;
using AkkaDht.Driving;
using AkkaDht.Lifecycle;
using AkkaDht.Persistence;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Queries;
using AkkaDht.Records;
using AkkaDht.Relaying;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Servers;
using AkkaDht.Sockets;

namespace AkkaDht;

/// <summary>Everything that a node is told before it starts: the branch <c>akkadht</c> of the configuration, and what only code can say.</summary>
public sealed record DhtNodeSettings
{
    /// <summary>Where the node learns of its first peers; empty for a network that begins with it. <see cref="Create(Config)"/> gives the public network's.</summary>
    public IReadOnlyList<BootstrapNode> Bootstrap { get; init; } = [];

    /// <summary>The name of a private network, whose nodes and others never enter each other's routing tables; empty for the public one.</summary>
    public string Network { get; init; } = "";

    /// <summary>Nodes that enter the routing table at the start without having been heard.</summary>
    public IReadOnlyList<PeerAddress> Nodes { get; init; } = [];

    /// <summary>The two sockets.</summary>
    public SocketSettings Sockets { get; init; } = new();

    /// <summary>Ephemeral or persistent, firewalled or not.</summary>
    public LifecycleSettings Lifecycle { get; init; } = new();

    /// <summary>Requests made and answered.</summary>
    public EndpointSettings Endpoint { get; init; } = new();

    /// <summary>Walks.</summary>
    public QuerySettings Queries { get; init; } = new();

    /// <summary>The routing table.</summary>
    public RoutingSettings Routing { get; init; } = new();

    /// <summary>Connections to peers.</summary>
    public ConnectionSettings Connections { get; init; } = new();

    /// <summary>Attempts to connect by public key, and sessions of servers.</summary>
    public ConnectSettings Connecting { get; init; } = new();

    /// <summary>Attempts to connect by public key that are under way at once; a further one fails.</summary>
    public int MaxAttempts { get; init; } = 4096;

    /// <summary>Whether the first hole punch with random ports waits for <see cref="ConnectSettings.RandomPunchInterval"/> after the start and after a suspension too.</summary>
    public bool DeferRandomPunch { get; init; }

    /// <summary>Servers that peers connect to.</summary>
    public ServerSettings Servers { get; init; } = new();

    /// <summary>Announcements that last.</summary>
    public AnnouncementSettings Announcements { get; init; } = new();

    /// <summary>What is kept for others, and operations on what others keep.</summary>
    public RecordSettings Records { get; init; } = new();

    /// <summary>What is kept for the time after a restart.</summary>
    public StateSettings State { get; init; } = new();

    /// <summary>Whether the node speaks HyperDHT, whose commands are 0 to 10 of the application's space (03-hyperdht.md §1); without it those are the application's.</summary>
    public bool IsHyperDht { get; init; } = true;

    /// <summary>Who the node is to peers; null for the key pair that its state keeps, or for one of chance.</summary>
    public KeyPair? KeyPair { get; init; }

    /// <summary>Being a relay for others.</summary>
    public RelayingSettings Relaying { get; init; } = new();

    /// <summary>Which cryptography to use: <c>auto</c>, <c>managed</c> or <c>sodium</c>.</summary>
    public string CryptoSuite { get; init; } = "auto";

    /// <summary>The clock of the node; tests give one that they advance.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where each machine of the node takes its randomness from; a simulation gives seeded ones.</summary>
    internal Func<IRandomSource> NewRandom { get; init; } = static () => new SystemRandom();

    /// <summary>How the node's sockets are made; a simulated network gives its own.</summary>
    internal IDatagramSocketFactory SocketFactory { get; init; } = UdpSocketFactory.Instance;

    /// <summary>How names are looked up: the IPv4 addresses of one. Tests give their own.</summary>
    internal Func<string, Task<IPAddress[]>> LookUp { get; init; } = async name => await Dns.GetHostAddressesAsync(name, AddressFamily.InterNetwork);

    /// <summary>The defaults of this library: <c>hocon/reference.conf</c>.</summary>
    public static Config Reference { get; } = ReadReference();

    /// <summary>Reads the branch <c>akkadht</c> of the system's configuration over <see cref="Reference"/>.</summary>
    public static DhtNodeSettings Create(ActorSystem system) => Create(system.Settings.Config);

    /// <summary>Reads the branch <c>akkadht</c> of <paramref name="config"/> over <see cref="Reference"/>.</summary>
    public static DhtNodeSettings Create(Config config)
    {
        var branch = config.WithFallback(Reference).Branch("akkadht");
        return new DhtNodeSettings
        {
            Bootstrap = BootstrapOf(branch),
            Network = branch.Text("network"),
            Nodes = [.. branch.GetStringList("nodes").Select(PeerAddress.Parse)],
            Sockets = SocketSettings.Create(branch.Branch("sockets")),
            Lifecycle = LifecycleConfig.Create(branch.Branch("lifecycle")),
            Endpoint = EndpointConfig.Create(branch.Branch("requests"), branch.Branch("answers")),
            Queries = QuerySettings.Create(branch.Branch("queries")),
            Routing = RoutingSettings.Create(branch.Branch("routing")),
            Connections = ConnectionSettings.Create(branch.Branch("connections")),
            Relaying = RelayingSettings.Create(branch.Branch("relaying")),
            Connecting = ConnectConfig.Create(branch.Branch("connecting")),
            MaxAttempts = branch.Number("connecting.max-attempts"),
            DeferRandomPunch = branch.Switch("connecting.defer-random-punch"),
            Servers = ServerSettings.Create(branch.Branch("servers")),
            KeyPair = KeyPairOf(branch),
            Records = RecordSettings.Create(branch.Branch("records")),
            Announcements = AnnouncementSettings.Create(branch.Branch("announcements")),
            State = StateSettings.Create(branch.Branch("state")),
            IsHyperDht = branch.Switch("hyperdht"),
            CryptoSuite = branch.Text("crypto.suite"),
        };
    }

    /// <summary>
    /// The settings of a node that others bootstrap from: persistent, reachable, at a fixed address that it knows
    /// (02-dht-rpc.md B8). Bound to <paramref name="address"/>'s port on <see cref="SocketSettings.Host"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The host or port of <paramref name="address"/> is 0.</exception>
    public DhtNodeSettings AsBootstrapper(PeerAddress address)
    {
        if (address.Port == 0) throw new ArgumentException("A bootstrapper needs a port.", nameof(address));
        if (address.Host == 0) throw new ArgumentException("A bootstrapper needs a host that others reach, not 0.0.0.0.", nameof(address));

        return this with
        {
            Bootstrap = [],
            Sockets = Sockets with { Port = address.Port, PortRange = 1, AnyPort = false },
            Lifecycle = Lifecycle with { IsEphemeral = false, IsFirewalled = false, KnownAddress = address },
        };
    }

    private static KeyPair? KeyPairOf(Config branch)
    {
        var text = branch.Text("seed");
        if (text.Length == 0) return null;

        var seed = new byte[PublicKey.Length];
        if (text.Length != 2 * seed.Length || Convert.FromHexString(text, seed, out _, out _) != OperationStatus.Done)
            throw new ConfigurationException("akkadht.seed is not of 64 hex digits.");

        var keyPair = KeyPair.FromSeed(CryptoSuites.Select(branch.Text("crypto.suite")), seed);
        CryptographicOperations.ZeroMemory(seed);
        return keyPair;
    }

    // A private network has no use for the public one's nodes.
    private static IReadOnlyList<BootstrapNode> BootstrapOf(Config branch)
    {
        var nodes = branch.GetStringList("bootstrap");
        var isDefault = nodes.SequenceEqual(Reference.GetStringList("akkadht.bootstrap"));
        return isDefault && branch.Text("network").Length > 0 ? [] : [.. nodes.Select(BootstrapNode.Parse)];
    }

    private static Config ReadReference()
    {
        using var stream = typeof(DhtNodeSettings).Assembly.GetManifestResourceStream("AkkaDht.reference.conf")!;
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
