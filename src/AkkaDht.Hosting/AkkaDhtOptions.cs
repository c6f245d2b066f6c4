using System.Globalization;
using System.Text;
using Akka.Configuration;

namespace AkkaDht.Hosting;

/// <summary>
/// The settings of a node for code: each is a path below <c>akkadht</c> of <c>reference.conf</c>, and null means "as configured
/// there, or in the application's own HOCON".
/// </summary>
public sealed class AkkaDhtOptions
{
    /// <summary>The name of the node's actor below <c>/user</c>.</summary>
    public string ActorName { get; set; } = "dht";

    /// <summary>Where the node learns of its first peers: <c>host:port</c> or <c>ip@host:port</c>.</summary>
    public IReadOnlyList<string>? Bootstrap { get; set; }

    /// <summary>Nodes that enter the routing table at the start: <c>ip:port</c>.</summary>
    public IReadOnlyList<string>? Nodes { get; set; }

    /// <summary>The name of a private network, whose nodes and those of other networks never mix; empty for the public one.</summary>
    public string? Network { get; set; }

    /// <summary>Whether the node speaks HyperDHT: stores records, relays handshakes, connects by public key.</summary>
    public bool? HyperDht { get; set; }

    /// <summary>Who the node is to peers: the seed of its key pair, 64 hex digits and secret; empty for the pair that its state keeps, or one of chance.</summary>
    public string? Seed { get; set; }

    /// <summary>Whether the node relays connections of others that find no direct way.</summary>
    public bool? Relay { get; set; }

    /// <summary>Records that the node keeps for others, in bytes.</summary>
    public int? MaxRecordBytes { get; set; }

    /// <summary>Records that the node keeps for one address of a stranger, in bytes.</summary>
    public int? MaxRecordBytesPerAddress { get; set; }

    /// <summary>Time from one announcing of what is announced for good to the next.</summary>
    public TimeSpan? AnnouncementInterval { get; set; }

    /// <summary>Servers that the node may have at once.</summary>
    public int? MaxServers { get; set; }

    /// <summary>Time that an attempt to reach a peer by its key has.</summary>
    public TimeSpan? ConnectDeadline { get; set; }

    /// <summary>The folder in which the node keeps what outlives it; empty when nothing is kept.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>Time between two looks whether the routing table has changed since it was saved.</summary>
    public TimeSpan? StateSaveInterval { get; set; }

    /// <summary>The IPv4 address to bind to.</summary>
    public string? Host { get; set; }

    /// <summary>The first port tried for the server socket; 0 for any.</summary>
    public int? Port { get; set; }

    /// <summary>How many ports from there on are tried, in order.</summary>
    public int? PortRange { get; set; }

    /// <summary>Whether any other port will do.</summary>
    public bool? AnyPort { get; set; }

    /// <summary>Whether the node never (true) or at once (false) joins the tables of others.</summary>
    public bool? Ephemeral { get; set; }

    /// <summary>Whether a stable node joins the tables of others by itself.</summary>
    public bool? Adaptive { get; set; }

    /// <summary>Whether the node starts out assuming that strangers cannot reach it.</summary>
    public bool? Firewalled { get; set; }

    /// <summary>Whether the first reply during bootstrap is used for a quick look whether the node can be reached.</summary>
    public bool? QuickFirewall { get; set; }

    /// <summary>Requests that one query has in flight at once.</summary>
    public int? Concurrency { get; set; }

    /// <summary>Transmissions per slot of the congestion window.</summary>
    public int? MaxWindow { get; set; }

    /// <summary>The longest delay that a delayed ping may ask for.</summary>
    public TimeSpan? MaxPingDelay { get; set; }

    /// <summary>Down hints sent within a tick of 5 s: 0 for none, -1 for any number.</summary>
    public int? DownHintsPerTick { get; set; }

    /// <summary>Whether timeouts follow the round-trip times of each endpoint.</summary>
    public bool? AdaptiveTimeout { get; set; }

    /// <summary>Which cryptography to use: <c>auto</c>, <c>managed</c> or <c>sodium</c>.</summary>
    public string? CryptoSuite { get; set; }

    /// <summary>The address of a bootstrapper, <c>ip:port</c>: persistent, reachable, and known to itself from the start.</summary>
    public string? BootstrapperAddress { get; set; }

    /// <summary>The settings that are not null, as HOCON.</summary>
    public Config ToHocon()
    {
        var text = new StringBuilder();
        AddList(text, "bootstrap", Bootstrap);
        AddList(text, "nodes", Nodes);
        Add(text, "network", Quoted(Network));
        Add(text, "hyperdht", Switch(HyperDht));
        Add(text, "seed", Quoted(Seed));
        Add(text, "relaying.relay", Switch(Relay));
        Add(text, "records.max-bytes", MaxRecordBytes);
        Add(text, "records.max-bytes-per-address", MaxRecordBytesPerAddress);
        Add(text, "announcements.interval", Milliseconds(AnnouncementInterval));
        Add(text, "servers.max-servers", MaxServers);
        Add(text, "connecting.deadline", Milliseconds(ConnectDeadline));
        Add(text, "state.directory", Quoted(StateDirectory));
        Add(text, "state.save-interval", Milliseconds(StateSaveInterval));
        Add(text, "sockets.host", Quoted(Host));
        Add(text, "sockets.port", Port);
        Add(text, "sockets.port-range", PortRange);
        Add(text, "sockets.any-port", Switch(AnyPort));
        Add(text, "lifecycle.ephemeral", Switch(Ephemeral));
        Add(text, "lifecycle.adaptive", Switch(Adaptive));
        Add(text, "lifecycle.firewalled", Switch(Firewalled));
        Add(text, "lifecycle.quick-firewall", Switch(QuickFirewall));
        Add(text, "queries.concurrency", Concurrency);
        Add(text, "requests.max-window", MaxWindow);
        Add(text, "requests.down-hints-per-tick", DownHintsPerTick);
        Add(text, "requests.adaptive-timeout", Switch(AdaptiveTimeout));
        Add(text, "answers.max-ping-delay", Milliseconds(MaxPingDelay));
        Add(text, "crypto.suite", Quoted(CryptoSuite));
        return ConfigurationFactory.ParseString(text.ToString());
    }

    private static void AddList(StringBuilder text, string path, IReadOnlyList<string>? items)
    {
        if (items is not null) Add(text, path, $"[{string.Join(", ", items.Select(Quoted))}]");
    }

    private static void Add(StringBuilder text, string path, object? value)
    {
        if (value is not null) text.Append(CultureInfo.InvariantCulture, $"akkadht.{path} = {value}\n");
    }

    private static string? Switch(bool? value) => value switch { true => "on", false => "off", null => null };

    private static string? Milliseconds(TimeSpan? time) => time is { } given ? string.Create(CultureInfo.InvariantCulture, $"{given.TotalMilliseconds}ms") : null;

    private static string? Quoted(string? text) => text is null ? null
        : text.Any(character => character is '"' or '\\' || char.IsControl(character))
            ? throw new ConfigurationException($"'{text}' cannot be a setting: it contains a quotation mark, a backslash or a control character.")
        : $"\"{text}\"";
}
