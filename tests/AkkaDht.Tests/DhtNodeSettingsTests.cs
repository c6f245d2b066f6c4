using Akka.Configuration;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;

namespace AkkaDht.Tests;

/// <summary>What <c>reference.conf</c> says, what the code says, and what it says of settings that make no sense.</summary>
public sealed class DhtNodeSettingsTests
{
    private static readonly DhtNodeSettings FromReference = DhtNodeSettings.Create(Config.Empty);
    private static readonly DhtNodeSettings FromCode = new();

    /// <summary>A value other than the default for every key of <c>reference.conf</c>.</summary>
    public static TheoryData<string, string> Changes => new()
    {
        { "bootstrap", "[\"node.example:1\"]" },
        { "nodes", "[\"127.0.0.1:1\"]" },
        { "network", "ours" },
        { "hyperdht", "off" },
        { "seed", "0101010101010101010101010101010101010101010101010101010101010101" },
        { "crypto.suite", "managed" },
        { "sockets.host", "\"127.0.0.1\"" },
        { "sockets.port", "49737" },
        { "sockets.port-range", "3" },
        { "sockets.any-port", "off" },
        { "sockets.receive-buffer", "2MiB" },
        { "sockets.send-buffer", "1MiB" },
        { "sockets.max-waiting-batches", "9" },
        { "sockets.max-pooled", "9" },
        { "sockets.max-waiting-probes", "9" },
        { "sockets.linger", "9s" },
        { "sockets.rebind-delay", "3s" },
        { "lifecycle.ephemeral", "on" },
        { "lifecycle.adaptive", "off" },
        { "lifecycle.firewalled", "off" },
        { "lifecycle.quick-firewall", "off" },
        { "requests.max-window", "9" },
        { "requests.max-in-flight", "9" },
        { "requests.adaptive-timeout", "on" },
        { "requests.max-heard-nodes", "9" },
        { "requests.down-hints-per-tick", "-1" },
        { "answers.max-ping-delay", "3s" },
        { "answers.max-delayed-pings", "9" },
        { "answers.delayed-pings-per-host", "9" },
        { "answers.down-hints-per-host", "9" },
        { "answers.unverified-bytes-per-second", "9KiB" },
        { "answers.host-slots", "9" },
        { "answers.exempt-private", "off" },
        { "answers.max-open-requests", "9" },
        { "answers.open-request-lifetime", "3s" },
        { "queries.concurrency", "9" },
        { "queries.max-queries", "9" },
        { "queries.max-candidates", "9" },
        { "queries.max-referrers", "9" },
        { "queries.max-down-hints", "9" },
        { "queries.max-unread-results", "9" },
        { "records.max-announcements", "9" },
        { "records.max-forwards", "9" },
        { "records.max-refreshes", "9" },
        { "records.max-bumps", "9" },
        { "records.max-mutables", "9" },
        { "records.max-immutables", "9" },
        { "records.announcement-age", "9s" },
        { "records.value-age", "9s" },
        { "records.max-bump-drift", "9s" },
        { "records.max-bytes", "9KiB" },
        { "records.max-bytes-per-address", "9KiB" },
        { "records.max-value-bytes", "9KiB" },
        { "records.max-operations", "9" },
        { "records.operation-timeout", "9s" },
        { "routing.bucket-capacity", "9" },
        { "routing.max-per-subnet-and-bucket", "9" },
        { "routing.max-per-subnet", "9" },
        { "routing.exempt-private", "off" },
        { "routing.max-swaps", "9" },
        { "routing.max-hinted-checks", "9" },
        { "connections.max-connections", "9" },
        { "connections.max-waiting-packets", "9" },
        { "connections.receive-window", "9KiB" },
        { "connections.max-frame", "9KiB" },
        { "connections.read-ahead", "9KiB" },
        { "connections.max-waiting-writes", "9" },
        { "connections.keep-alive", "9s" },
        { "connections.open-timeout", "9s" },
        { "connections.close-timeout", "9s" },
        { "connections.min-restart-delay", "9s" },
        { "connections.max-restart-delay", "9s" },
        { "connections.restart-jitter-percent", "9" },
        { "connecting.max-attempts", "9" },
        { "connecting.deadline", "7s" },
        { "connecting.handshakes-in-parallel", "9" },
        { "connecting.find-retries", "9" },
        { "connecting.max-known-relays", "9" },
        { "connecting.max-found-relays", "9" },
        { "connecting.passive-wait", "7s" },
        { "connecting.unknown-firewall-pause", "7s" },
        { "connecting.try-later-wait", "7s" },
        { "connecting.try-later-spread", "7s" },
        { "connecting.server-wait", "7s" },
        { "connecting.clear-wait", "7s" },
        { "connecting.max-waiting-requests", "9" },
        { "connecting.relay-timeout", "7s" },
        { "connecting.upgrade-timeout", "7s" },
        { "connecting.relay-keep-alive", "7s" },
        { "connecting.random-punch-limit", "9" },
        { "connecting.random-punch-interval", "7s" },
        { "connecting.defer-random-punch", "on" },
        { "connecting.max-remembered-relays", "9" },
        { "connecting.max-remembered-routes", "9" },
        { "connecting.puncher.wanted-samples", "9" },
        { "connecting.puncher.many-nodes", "9" },
        { "connecting.puncher.skipped-nodes", "9" },
        { "connecting.puncher.max-recent-nodes", "9" },
        { "connecting.puncher.max-reopens", "9" },
        { "connecting.puncher.consistent-tries", "9" },
        { "connecting.puncher.try-interval", "7s" },
        { "connecting.puncher.unverified-every", "9" },
        { "connecting.puncher.random-probes", "9" },
        { "connecting.puncher.probe-interval", "7s" },
        { "connecting.puncher.lowest-port", "9" },
        { "connecting.puncher.birthday-sockets", "9" },
        { "connecting.puncher.birthday-pause", "7s" },
        { "connecting.puncher.low-ttl-rounds", "9" },
        { "connecting.puncher.low-ttl", "9" },
        { "connecting.puncher.normal-ttl", "9" },
        { "connecting.puncher.max-targets", "9" },
        { "connecting.puncher.max-single-probes", "9" },
        { "connecting.puncher.max-echoes", "9" },
        { "connecting.puncher.private-targets", "on" },
        { "servers.max-servers", "9" },
        { "servers.max-settled", "9" },
        { "servers.max-refused", "9" },
        { "servers.decision-timeout", "7s" },
        { "servers.local-address-timeout", "7s" },
        { "servers.announcer.relays", "9" },
        { "servers.announcer.ping-interval", "7s" },
        { "servers.announcer.pings-per-round", "9" },
        { "servers.announcer.min-round-interval", "7s" },
        { "servers.announcer.first-retry", "7s" },
        { "servers.announcer.leave-timeout", "7s" },
        { "servers.admission.max-handshakes", "9" },
        { "servers.admission.max-per-server", "9" },
        { "servers.admission.max-per-address", "9" },
        { "servers.admission.burst", "9" },
        { "servers.admission.per-second", "9" },
        { "servers.admission.private-burst", "9" },
        { "servers.admission.private-per-second", "9" },
        { "servers.admission.slots", "9" },
        { "relaying.relay", "on" },
        { "relaying.max-sessions", "9" },
        { "relaying.max-pairs-per-session", "9" },
        { "relaying.max-pairs", "9" },
        { "relaying.pending-lifetime", "9s" },
        { "relaying.session-idle", "9s" },
        { "relaying.bytes-per-second-per-pair", "9KiB" },
        { "relaying.bytes-per-second", "9KiB" },
        { "relaying.link-idle", "9s" },
        { "announcements.max-announcements", "9" },
        { "announcements.interval", "9s" },
        { "announcements.jitter-percent", "9" },
        { "announcements.retry-delay", "9s" },
        { "announcements.max-at-once", "9" },
        { "state.directory", "\"kept\"" },
        { "state.save-interval", "9s" },
        { "state.save-pause", "9s" },
        { "state.max-nodes", "9" },
    };

    [Fact]
    public void The_sockets_of_the_reference_are_those_of_the_code() => Assert.Equal(FromCode.Sockets, FromReference.Sockets);

    [Fact]
    public void The_lifecycle_of_the_reference_is_that_of_the_code() => Assert.Equal(FromCode.Lifecycle, FromReference.Lifecycle);

    [Fact]
    public void The_requests_and_answers_of_the_reference_are_those_of_the_code() => Assert.Equal(FromCode.Endpoint, FromReference.Endpoint);

    [Fact]
    public void The_queries_of_the_reference_are_those_of_the_code() => Assert.Equal(FromCode.Queries, FromReference.Queries);

    [Fact]
    public void The_routing_of_the_reference_is_that_of_the_code() => Assert.Equal(FromCode.Routing, FromReference.Routing);

    [Fact]
    public void The_connections_of_the_reference_are_those_of_the_code() => Assert.Equal(FromCode.Connections, FromReference.Connections);

    [Fact]
    public void The_relaying_of_the_reference_is_that_of_the_code() => Assert.Equal(FromCode.Relaying, FromReference.Relaying);

    [Fact]
    public void The_announcements_of_the_reference_are_those_of_the_code() => Assert.Equal(FromCode.Announcements, FromReference.Announcements);

    [Fact]
    public void The_state_of_the_reference_is_that_of_the_code() => Assert.Equal(FromCode.State, FromReference.State);

    [Fact]
    public void The_connecting_of_the_reference_is_that_of_the_code()
    {
        Assert.Equal(FromCode.Connecting, FromReference.Connecting);
        Assert.Equal((FromCode.MaxAttempts, FromCode.DeferRandomPunch), (FromReference.MaxAttempts, FromReference.DeferRandomPunch));
    }

    [Fact]
    public void The_servers_of_the_reference_are_those_of_the_code() => Assert.Equal(FromCode.Servers, FromReference.Servers);

    [Fact]
    public void The_rest_of_the_reference_is_that_of_the_code()
    {
        Assert.Equal(FromCode.CryptoSuite, FromReference.CryptoSuite);
        Assert.Equal(["node1.hyperdht.org", "node2.hyperdht.org", "node3.hyperdht.org"], FromReference.Bootstrap.Select(node => node.Host));
        Assert.Empty(FromReference.Network);
        Assert.True(FromReference.IsHyperDht);
        Assert.Empty(FromReference.Nodes);
    }

    [Fact]
    public void A_private_network_asks_no_node_of_the_public_one()
    {
        Assert.Empty(DhtNodeSettings.Create(ConfigurationFactory.ParseString("akkadht.network = ours")).Bootstrap);
        Assert.Single(DhtNodeSettings.Create(ConfigurationFactory.ParseString("""
            akkadht { network = ours, bootstrap = ["10.0.0.1:49737"] }
            """)).Bootstrap);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Every_key_is_read(string path, string value)
    {
        var changed = DhtNodeSettings.Create(ConfigurationFactory.ParseString($"akkadht.{path} = {value}"));

        Assert.NotEqual(Describe(FromReference), Describe(changed));
    }

    [Fact]
    public void Every_key_of_the_reference_is_among_those_tried()
    {
        var tried = Changes.Select(row => $"akkadht.{row[0]}");

        Assert.Equal(tried.Order(), KeysOfReference().Order());
    }

    [Fact]
    public void Bootstrap_nodes_and_nodes_are_read_in_their_order()
    {
        var settings = DhtNodeSettings.Create(ConfigurationFactory.ParseString("""
            akkadht {
              bootstrap = ["88.99.3.86@node.example:49737", "127.0.0.1:1"]
              nodes = ["127.0.0.1:2", "127.0.0.1:3"]
            }
            """));

        Assert.Equal([BootstrapNode.Parse("88.99.3.86@node.example:49737"), BootstrapNode.At(PeerAddress.Loopback(1))], settings.Bootstrap);
        Assert.Equal([PeerAddress.Loopback(2), PeerAddress.Loopback(3)], settings.Nodes);
    }

    [Theory]
    [InlineData("sockets.port", "70000")]
    [InlineData("sockets.port", "-1")]
    [InlineData("sockets.host", "\"node.example\"")]
    [InlineData("sockets.any-port", "perhaps")]
    [InlineData("sockets.max-waiting-batches", "0")]
    [InlineData("sockets.rebind-delay", "soon")]
    [InlineData("sockets.receive-buffer", "big")]
    [InlineData("lifecycle.ephemeral", "sometimes")]
    [InlineData("queries.concurrency", "0")]
    [InlineData("queries.concurrency", "many")]
    [InlineData("routing.bucket-capacity", "0")]
    [InlineData("answers.host-slots", "0")]
    [InlineData("connections.max-connections", "0")]
    [InlineData("connections.max-frame", "20MiB")]
    [InlineData("connections.max-frame", "55")]
    [InlineData("connections.receive-window", "0")]
    [InlineData("connections.keep-alive", "now")]
    [InlineData("connections.min-restart-delay", "0s")]
    [InlineData("connections.max-restart-delay", "0s")]
    [InlineData("connections.restart-jitter-percent", "1001")]
    [InlineData("announcements.interval", "0s")]
    [InlineData("announcements.max-at-once", "0")]
    [InlineData("state.save-interval", "0s")]
    [InlineData("state.max-nodes", "8193")]
    public void A_setting_that_makes_no_sense_is_named_with_its_value(string path, string value)
    {
        var failure = Assert.Throws<ConfigurationException>(() => DhtNodeSettings.Create(ConfigurationFactory.ParseString($"akkadht.{path} = {value}")));

        Assert.Contains(path.Split('.')[^1], failure.Message, StringComparison.Ordinal);
        Assert.Contains(value.Trim('"'), failure.Message, StringComparison.Ordinal);
    }

    // Lists do not print their items.
    private static string Describe(DhtNodeSettings settings) =>
        $"{settings.Sockets}{settings.Lifecycle}{settings.Endpoint}{settings.Queries}{settings.Routing}{settings.Connections}"
        + $"{settings.Connecting}{settings.MaxAttempts}{settings.DeferRandomPunch}{settings.Servers}{settings.Records}{settings.Relaying}{settings.Announcements}{settings.State}"
        + $"{settings.CryptoSuite}{settings.Network}{settings.IsHyperDht}{settings.KeyPair?.PublicKey}{string.Join(',', settings.Bootstrap)}{string.Join(',', settings.Nodes)}";

    // The file is ours and keeps to one key or brace a line.
    private static IEnumerable<string> KeysOfReference()
    {
        using var stream = typeof(DhtNodeSettings).Assembly.GetManifestResourceStream("AkkaDht.reference.conf")!;
        using var reader = new StreamReader(stream);
        var branches = new Stack<string>();
        while (reader.ReadLine()?.Trim() is { } line)
        {
            if (line == "}") branches.Pop();
            else if (line.EndsWith('{')) branches.Push(line[..^1].Trim());
            else if (!line.StartsWith('#') && line.Contains('=', StringComparison.Ordinal)) yield return string.Join('.', branches.Reverse().Append(line.Split('=')[0].Trim()));
        }
    }
}
