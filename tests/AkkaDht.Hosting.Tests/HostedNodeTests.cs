using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaDht.Hosting.Tests;

/// <summary>A node in an application, configured by options and HOCON.</summary>
public sealed class HostedNodeTests
{
    private const string Quiet = "akka { loglevel = OFF, stdout-loglevel = OFF }";

    private static readonly Action<AkkaDhtOptions> OnLoopback = options => options.Host = "127.0.0.1";

    [Fact]
    public async Task A_host_starts_a_node_that_the_registry_knows()
    {
        using var host = Build(OnLoopback);
        await host.StartAsync();

        var node = await NodeOf(host);
        var status = await node.FullyBootstrappedAsync();

        Assert.Equal("/user/dht", node.Actor.Path.ToStringWithoutAddress());
        Assert.Equal("127.0.0.1", status.Address!.Value.HostText);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_host_that_stops_closes_its_node()
    {
        using var host = Build(OnLoopback);
        await host.StartAsync();
        var node = await NodeOf(host);
        await node.FullyBootstrappedAsync();

        await host.StopAsync();

        await Assert.ThrowsAsync<DhtException>(() => node.GetStatusAsync());
        Assert.True(host.Services.GetRequiredService<ActorSystem>().WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Options_come_before_the_hocon_of_the_application()
    {
        using var host = Build(
            options =>
            {
                options.Host = "127.0.0.1";
                options.Concurrency = 5;
            },
            "akkadht { queries { concurrency = 7, max-queries = 11 } }");
        await host.StartAsync();

        var settings = DhtNodeSettings.Create(host.Services.GetRequiredService<ActorSystem>());

        Assert.Equal(5, settings.Queries.Concurrency);
        Assert.Equal(11, settings.Queries.MaxQueries);
        Assert.Equal(new DhtNodeSettings().Routing, settings.Routing);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_bootstrapper_is_persistent_at_its_address_and_others_find_it_there()
    {
        using var bootstrapping = Build(options => options.BootstrapperAddress = $"127.0.0.1:{FreePort()}");
        await bootstrapping.StartAsync();
        var bootstrapper = await (await NodeOf(bootstrapping)).FullyBootstrappedAsync();
        using var joining = Build(options =>
        {
            options.Host = "127.0.0.1";
            options.ActorName = "joining";
            options.Bootstrap = [$"127.0.0.1:{bootstrapper.RemoteAddress!.Value.Port}"];
            options.Ephemeral = true;
        });
        await joining.StartAsync();

        var node = await NodeOf(joining);
        await node.FullyBootstrappedAsync();

        Assert.Equal("joining", node.Actor.Path.Name);
        Assert.Equal(bootstrapper.Id, (await node.PingAsync(bootstrapper.RemoteAddress!.Value)).FromId);
        await joining.StopAsync();
        await bootstrapping.StopAsync();
    }

    [Fact]
    public async Task A_setting_that_makes_no_sense_keeps_the_host_from_starting_and_is_named()
    {
        using var host = Build(options => options.Port = 70000);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        var cause = Assert.IsType<ConfigurationException>(failure.GetBaseException());
        Assert.Contains("port", cause.Message, StringComparison.Ordinal);
        Assert.Contains("70000", cause.Message, StringComparison.Ordinal);
    }

    private static IHost Build(Action<AkkaDhtOptions> configure, string hocon = "")
    {
        var builder = new HostBuilder();
        builder.ConfigureServices(services => services.AddAkka($"hosted-{Guid.NewGuid():n}"[..20], akka => akka
            .AddHocon(ConfigurationFactory.ParseString($"{Quiet}\n{hocon}"), HoconAddMode.Append)
            .WithAkkaDht(configure)));
        return builder.Build();
    }

    private static async Task<DhtNode> NodeOf(IHost host)
    {
        var actor = await host.Services.GetRequiredService<IRequiredActor<DhtNodeKey>>().GetAsync();
        return DhtNode.Of(actor, host.Services.GetRequiredService<ActorSystem>());
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        return ((System.Net.IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
