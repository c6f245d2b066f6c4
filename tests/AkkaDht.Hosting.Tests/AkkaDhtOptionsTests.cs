using Akka.Configuration;

namespace AkkaDht.Hosting.Tests;

/// <summary>Options as HOCON.</summary>
public sealed class AkkaDhtOptionsTests
{
    [Fact]
    public void Options_that_are_not_set_say_nothing()
    {
        Assert.True(new AkkaDhtOptions().ToHocon().IsEmpty);
    }

    [Fact]
    public void Every_option_reaches_the_setting_that_it_stands_for()
    {
        var options = new AkkaDhtOptions
        {
            Bootstrap = ["88.99.3.86@node.example:49737"],
            Nodes = ["127.0.0.1:2"],
            Network = "of our own",
            HyperDht = false,
            Seed = new string('0', 64),
            Relay = true,
            MaxRecordBytes = 1 << 20,
            MaxRecordBytesPerAddress = 1 << 10,
            AnnouncementInterval = TimeSpan.FromMinutes(5),
            MaxServers = 3,
            ConnectDeadline = TimeSpan.FromSeconds(30),
            StateDirectory = "kept here",
            StateSaveInterval = TimeSpan.FromSeconds(2.5),
            Host = "127.0.0.1",
            Port = 49737,
            PortRange = 3,
            AnyPort = false,
            Ephemeral = false,
            Adaptive = false,
            Firewalled = false,
            QuickFirewall = false,
            Concurrency = 3,
            MaxWindow = 4,
            MaxPingDelay = TimeSpan.FromSeconds(1.5),
            DownHintsPerTick = 0,
            AdaptiveTimeout = true,
            CryptoSuite = "managed",
        };

        var settings = DhtNodeSettings.Create(options.ToHocon());

        Assert.Equal("88.99.3.86@node.example:49737", Assert.Single(settings.Bootstrap).ToString());
        Assert.Equal("127.0.0.1:2", Assert.Single(settings.Nodes).ToString());
        Assert.Equal(("of our own", false), (settings.Network, settings.IsHyperDht));
        Assert.Equal("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29", settings.KeyPair!.PublicKey.ToHex());
        Assert.Equal((true, 3), (settings.Relaying.IsRelay, settings.Servers.MaxServers));
        Assert.Equal((1L << 20, 1L << 10), (settings.Records.Store.MaxBytes, settings.Records.Store.MaxBytesPerAddress));
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30)), (settings.Announcements.Renewal.Interval, settings.Connecting.Deadline));
        Assert.Equal(("kept here", TimeSpan.FromSeconds(2.5)), (settings.State.Directory, settings.State.SaveInterval));
        Assert.Equal((0x7f000001u, (ushort)49737), (settings.Sockets.Host, settings.Sockets.Port));
        Assert.Equal((3, false), (settings.Sockets.PortRange, settings.Sockets.AnyPort));
        Assert.Equal((false, false), (settings.Lifecycle.IsEphemeral, settings.Lifecycle.IsAdaptive));
        Assert.Equal((false, false), (settings.Lifecycle.IsFirewalled, settings.Lifecycle.QuickFirewall));
        Assert.Equal((3, 4, 0), (settings.Queries.Concurrency, settings.Endpoint.Requests.MaxWindow, settings.Endpoint.DownHintsPerTick));
        Assert.Equal((TimeSpan.FromSeconds(1.5), true), (settings.Endpoint.Answers.MaxPingDelay, settings.Endpoint.Requests.AdaptiveTimeout));
        Assert.Equal("managed", settings.CryptoSuite);
    }

    [Fact]
    public void An_empty_list_takes_the_place_of_a_configured_one()
    {
        var configured = ConfigurationFactory.ParseString("""akkadht.bootstrap = ["node.example:1"]""");

        var settings = DhtNodeSettings.Create(new AkkaDhtOptions { Bootstrap = [] }.ToHocon().WithFallback(configured));

        Assert.Empty(settings.Bootstrap);
    }

    [Theory]
    [InlineData("127.0.0.1\"\nakkadht.sockets.port = 1 #")]
    [InlineData("127.0.0.1\\")]
    [InlineData("127.0.0.1\n")]
    public void Text_cannot_smuggle_in_other_settings(string host)
    {
        Assert.Throws<ConfigurationException>(() => new AkkaDhtOptions { Host = host }.ToHocon());
        Assert.Throws<ConfigurationException>(() => new AkkaDhtOptions { Bootstrap = [host] }.ToHocon());
    }
}
