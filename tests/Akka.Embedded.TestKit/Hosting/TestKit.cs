using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting.TestKit.Internals;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;
using Xunit.Abstractions;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Hosting.TestKit;

/// <summary>The base of xunit tests of hosted actors: one host with one actor system for each test.</summary>
public abstract class TestKit : TestKitBase, IAsyncLifetime
{
    private IHost? _host;

    /// <summary>A test; the host is built when xunit initializes it, so that fields of the test are there by then.</summary>
    protected TestKit(
        string? actorSystemName = null, ITestOutputHelper? output = null, TimeSpan? startupTimeout = null, LogLevel logLevel = LogLevel.Information)
        : base(Assertions)
    {
        ActorSystemName = actorSystemName ?? "test";
        Output = output;
        LogLevel = logLevel;
        StartupTimeout = startupTimeout ?? TimeSpan.FromSeconds(10);
    }

    /// <summary>The host.</summary>
    public IHost Host => _host ?? throw new InvalidOperationException("The host has not been started yet.");

    /// <summary>The registry of the system.</summary>
    public ActorRegistry ActorRegistry => Host.Services.GetRequiredService<ActorRegistry>();

    /// <summary>How long the host may take to start.</summary>
    public TimeSpan StartupTimeout { get; }

    /// <summary>The name of the system.</summary>
    public string ActorSystemName { get; }

    /// <summary>Where the log goes as well.</summary>
    public ITestOutputHelper? Output { get; }

    /// <summary>The least severe level that host and system log.</summary>
    public LogLevel LogLevel { get; }

    /// <summary>How failures are reported.</summary>
    protected static new XunitAssertions Assertions { get; } = new();

    /// <summary>Configuration on top of that of the test kit; null for none.</summary>
    protected virtual Config? Config => null;

    /// <summary>Builds and starts the host.</summary>
    public Task InitializeAsync()
    {
        // Not an async method: the implicit sender, whose place is in the flow of the test, would end with it.
        return StartAsync(ImplicitSender.ReserveOutside());
    }

    /// <summary>Ends the test, its system and its host.</summary>
    public async Task DisposeAsync()
    {
        try
        {
            await AfterAllAsync();
        }
        finally
        {
            if (_host is { } host)
                await StopHost(host);
        }
    }

    /// <summary>Says what the system of the test is made of.</summary>
    protected abstract void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider);

    /// <summary>Adds services to the host.</summary>
    protected virtual void ConfigureServices(HostBuilderContext context, IServiceCollection services)
    {
    }

    /// <summary>Adds to the configuration of the host itself.</summary>
    protected virtual void ConfigureHostConfiguration(IConfigurationBuilder builder)
    {
    }

    /// <summary>Adds to the configuration of the application.</summary>
    protected virtual void ConfigureAppConfiguration(HostBuilderContext context, IConfigurationBuilder builder)
    {
    }

    /// <summary>Adds to the logging of the host.</summary>
    protected virtual void ConfigureLogging(ILoggingBuilder builder)
    {
    }

    /// <summary>Adds to the host whatever else.</summary>
    protected virtual void ConfigureHostBuilder(IHostBuilder builder)
    {
    }

    /// <summary>Called when system and test actor are up, before the test.</summary>
    protected virtual Task BeforeTestStart() => Task.CompletedTask;

    /// <summary>Called when the test has ended, before its system ends.</summary>
    protected virtual Task AfterAllAsync() => Task.CompletedTask;

    /// <summary>Waits for the host: the base class has no system of its own to bring up in the constructor.</summary>
    protected sealed override void InitializeTest(ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName)
    {
    }

    private async Task StartAsync(ImplicitSender.Place outside)
    {
        _host = BuildHost();
        await StartHost(_host);
        base.InitializeTest(_host.Services.GetRequiredService<ActorSystem>(), ActorSystemSetup.Empty, null, null);
        outside.Sender = this is INoImplicitSender ? null : TestActor;
        await BeforeTestStart();
    }

    private IHost BuildHost()
    {
        var builder = new HostBuilder()
            .ConfigureHostConfiguration(ConfigureHostConfiguration)
            .ConfigureAppConfiguration(ConfigureAppConfiguration)
            .ConfigureLogging(LogToOutput)
            .ConfigureServices(ConfigureServices)
            .ConfigureServices((_, services) => services.AddAkka(ActorSystemName, Configure));
        ConfigureHostBuilder(builder);
        return builder.Build();
    }

    private void Configure(AkkaConfigurationBuilder builder, IServiceProvider provider)
    {
        builder.AddHocon(DefaultConfig, HoconAddMode.Prepend);
        if (Config is { } own)
            builder.AddHocon(own, HoconAddMode.Prepend);
        builder.ConfigureLoggers(loggers =>
        {
            loggers.LogLevel = LevelOf(LogLevel);
            loggers.ClearLoggers().AddLogger<TestEventListener>();
        });
        if (Output is not null)
            builder.StartActors(StartLogger);
        ConfigureAkka(builder, provider);
    }

    private void LogToOutput(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel);
        if (Output is { } output)
            logging.ClearProviders().AddProvider(new XUnitLoggerProvider(output, LogLevel));
        ConfigureLogging(logging);
    }

    private static Task StartLogger(ActorSystem system, IActorRegistry registry) =>
        ((ExtendedActorSystem)system)
            .SystemActorOf(Props.Create<TestKitLoggerFactoryLogger>(), "log-test")
            .Ask<LoggerInitialized>(new InitializeLogger(system.EventStream));

    private static Event.LogLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => Event.LogLevel.DebugLevel,
        LogLevel.Information => Event.LogLevel.InfoLevel,
        LogLevel.Warning => Event.LogLevel.WarningLevel,
        _ => Event.LogLevel.ErrorLevel,
    };

    private async Task StartHost(IHost host)
    {
        using var timeout = new CancellationTokenSource(StartupTimeout);
        await host.StartAsync(timeout.Token).WaitAsync(StartupTimeout);
    }

    private static async Task StopHost(IHost host)
    {
        await host.StopAsync();
        host.Dispose();
    }
}
