using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Embedded.Tests.Hosting;

/// <summary>An actor system in a host: how it starts, how it stops, what the container knows of it.</summary>
public sealed class AkkaHostTests
{
    [Fact]
    public async Task The_container_knows_system_and_registry()
    {
        using var host = await StartAsync(_ => { });
        var services = host.Services;

        Assert.Equal("hosted", services.GetRequiredService<ActorSystem>().Name);
        Assert.Same(services.GetRequiredService<ActorRegistry>(), services.GetRequiredService<IActorRegistry>());
        Assert.Same(services.GetRequiredService<ActorRegistry>(), services.GetRequiredService<IReadOnlyActorRegistry>());
        Assert.Same(ActorRegistry.For(services.GetRequiredService<ActorSystem>()), services.GetRequiredService<ActorRegistry>());
        await host.StopAsync();
    }

    [Fact]
    public async Task Starters_run_in_order_and_startup_tasks_after_them()
    {
        var order = new List<string>();

        using var host = await StartAsync(builder => builder
            .AddStartup((_, _) => order.Add("task"))
            .WithActors((_, _) => order.Add("first"))
            .WithActors(async (_, _) =>
            {
                await Task.Yield();
                order.Add("second");
            })
            .StartActors((_, _, _) => order.Add("third")));

        Assert.Equal(["first", "second", "third", "task"], order);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_throwing_starter_fails_the_start() =>
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(builder => builder.WithActors((_, _) => throw new InvalidOperationException("as told"))));

    [Fact]
    public async Task A_throwing_startup_task_fails_the_start() =>
        Assert.Equal("as told", (await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(builder => builder.AddStartup((_, _) => throw new InvalidOperationException("as told"))))).Message);

    [Fact]
    public async Task Extensions_of_the_configuration_and_of_the_builder_are_both_loaded()
    {
        using var host = await StartAsync(builder => builder
            .AddHocon($"akka.extensions = [\"{typeof(MarkedId).AssemblyQualifiedName}\"]", HoconAddMode.Append)
            .WithExtensions(typeof(CounterId)));
        var system = host.Services.GetRequiredService<ActorSystem>();

        Assert.True(system.HasExtension<Counter>());
        Assert.True(system.HasExtension<Marked>());
        await host.StopAsync();
    }

    [Fact]
    public async Task A_key_is_awaited_from_before_the_start()
    {
        using var host = new HostBuilder()
            .ConfigureServices(services => services.AddAkka("hosted", builder => builder
                .AddHocon("akka.stdout-loglevel = OFF, akka.loglevel = OFF", HoconAddMode.Append)
                .WithActors((system, registry) => registry.Register<Echo>(system.ActorOf(Props.Create<Echo>())))))
            .Build();
        var echo = host.Services.GetRequiredService<IRequiredActor<Echo>>();

        var awaited = echo.GetAsync();
        Assert.False(awaited.IsCompleted);
        await host.StartAsync();

        Assert.Equal(await awaited, echo.ActorRef);
        await host.StopAsync();
    }

    [Fact]
    public async Task The_system_stops_with_the_host()
    {
        using var host = await StartAsync(_ => { });
        var system = host.Services.GetRequiredService<ActorSystem>();

        await host.StopAsync();

        Assert.True(system.WhenTerminated.IsCompleted);
        Assert.Equal(CoordinatedShutdown.ClrExitReason.Instance, CoordinatedShutdown.Get(system).ShutdownReason);
    }

    [Fact]
    public async Task The_host_stops_with_the_system()
    {
        using var host = await StartAsync(_ => { });

        await host.Services.GetRequiredService<ActorSystem>().Terminate();

        await host.WaitForShutdownAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        Assert.True(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task A_required_actor_is_injected_by_its_key()
    {
        using var host = await StartAsync(builder => builder.WithActors((system, registry) =>
            registry.Register<Echo>(system.ActorOf(Props.Create<Echo>(), "echo"))));

        var required = host.Services.GetRequiredService<IRequiredActor<Echo>>();

        Assert.Equal("a", await required.ActorRef.Ask<string>("a", TimeSpan.FromSeconds(5)));
        Assert.Equal(required.ActorRef, await required.GetAsync());
        await host.StopAsync();
    }

    [Fact]
    public async Task Configuration_is_put_on_top_or_underneath()
    {
        using var host = await StartAsync(builder => builder
            .AddHocon("a = 1, b = 1", HoconAddMode.Append)
            .AddHocon("b = 2, c = 2", HoconAddMode.Prepend)
            .AddHocon("a = 3, b = 3, d = 3", HoconAddMode.Append)
            .AddHocon("d = 4", HoconAddMode.Replace));
        var config = host.Services.GetRequiredService<ActorSystem>().Settings.Config;

        Assert.Equal((1, 2, 2, 4), (config.GetInt("a"), config.GetInt("b"), config.GetInt("c"), config.GetInt("d")));
        await host.StopAsync();
    }

    [Fact]
    public async Task The_hosts_configuration_becomes_hocon_with_normalized_keys()
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Akka:Some_Key"] = "10s",
            ["Akka:List:0"] = "a",
            ["Akka:List:1"] = "b, c",
            ["Akka:Dotted.Key"] = "on",
        }).Build();

        using var host = await StartAsync(builder => builder.AddHocon(section, HoconAddMode.Prepend));
        var config = host.Services.GetRequiredService<ActorSystem>().Settings.Config;

        Assert.Equal(TimeSpan.FromSeconds(10), config.GetTimeSpan("akka.some-key"));
        Assert.Equal(["a", "b, c"], config.GetStringList("akka.list"));
        Assert.True(config.GetBoolean("akka.dotted.key"));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_file_a_setup_an_extension_and_the_ask_timeout_are_added()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "from-file = yes indeed");

        using var host = await StartAsync(builder => builder
            .AddHoconFile(file, HoconAddMode.Append)
            .AddSetup(new Marker("a"))
            .WithExtension<CounterId>()
            .WithActorAskTimeout(TimeSpan.FromSeconds(7)));
        File.Delete(file);
        var system = host.Services.GetRequiredService<ActorSystem>();

        Assert.Equal("yes indeed", system.Settings.Config.GetString("from-file"));
        Assert.Equal("a", system.Settings.Setup.Get<Marker>().Value.Text);
        Assert.True(system.HasExtension<Counter>());
        Assert.Equal(TimeSpan.FromSeconds(7), system.Settings.AskTimeout);
        await host.StopAsync();
    }

    internal static async Task<IHost> StartAsync(Action<AkkaConfigurationBuilder> configure, Action<IServiceCollection>? services = null)
    {
        var host = new HostBuilder()
            .ConfigureServices(collection =>
            {
                services?.Invoke(collection);
                collection.AddAkka("hosted", builder =>
                {
                    builder.AddHocon("akka.stdout-loglevel = OFF, akka.loglevel = OFF", HoconAddMode.Append);
                    configure(builder);
                });
            })
            .Build();
        await host.StartAsync();
        return host;
    }

    internal sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class Marker(string text) : Setup
    {
        public string Text => text;
    }

    private sealed class Counter : IExtension;

    internal sealed class Marked : IExtension;

    internal sealed class MarkedId : ExtensionIdProvider<Marked>
    {
        public override Marked CreateExtension(ExtendedActorSystem system) => new();
    }

    private sealed class CounterId : ExtensionIdProvider<Counter>
    {
        public override Counter CreateExtension(ExtendedActorSystem system) => new();
    }
}
