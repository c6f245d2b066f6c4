using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using LogLevel = Akka.Event.LogLevel;

namespace Akka.Embedded.Tests.Hosting;

/// <summary>What is logged, and by whom.</summary>
public sealed class LoggerConfigTests
{
    [Fact]
    public async Task Options_become_configuration()
    {
        using var host = await AkkaHostTests.StartAsync(builder => builder.ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.LogLevel = LogLevel.DebugLevel;
            loggers.LogConfigOnStart = false;
            loggers.DeadLetterOptions = new DeadLetterOptions { ShouldLog = TriStateValue.None, LogDuringShutdown = false };
            loggers.DebugOptions = new DebugOptions { LifeCycle = true, Unhandled = false };
        }));
        var config = host.Services.GetRequiredService<ActorSystem>().Settings.Config;

        Assert.Empty(config.GetStringList("akka.loggers"));
        Assert.Equal("Debug", config.GetString("akka.loglevel"));
        Assert.False(config.GetBoolean("akka.log-dead-letters", true));
        Assert.True(config.GetBoolean("akka.actor.debug.lifecycle"));
        Assert.False(config.GetBoolean("akka.actor.debug.unhandled", true));
        await host.StopAsync();
    }

    [Fact]
    public void Who_asks_for_nothing_gets_the_default_logger_at_info()
    {
        var config = Configured(_ => { });

        Assert.Equal("Info", config.GetString("akka.loglevel"));
        Assert.False(config.GetBoolean("akka.log-config-on-start", true));
        Assert.Contains(nameof(DefaultLogger), Assert.Single(config.GetStringList("akka.loggers")), StringComparison.Ordinal);
        Assert.Null(config.GetConfig("akka.actor.debug"));
        Assert.Null(config.GetString("akka.log-dead-letters"));
    }

    [Fact]
    public void Some_dead_letters_are_ten_unless_counted()
    {
        Assert.Equal(10, Parsed(new DeadLetterOptions { ShouldLog = TriStateValue.Some }).GetInt("akka.log-dead-letters"));
        Assert.Equal(99, Parsed(new DeadLetterOptions { LogCount = 99 }).GetInt("akka.log-dead-letters"));
        Assert.True(Parsed(new DeadLetterOptions { ShouldLog = TriStateValue.All }).GetBoolean("akka.log-dead-letters"));
        Assert.False(Parsed(new DeadLetterOptions { ShouldLog = TriStateValue.None }).GetBoolean("akka.log-dead-letters", true));
        Assert.Equal("infinite", Parsed(new DeadLetterOptions { LogSuspendDuration = TimeSpan.Zero }).GetString("akka.log-dead-letters-suspend-duration"));
    }

    [Fact]
    public async Task A_formatter_of_ones_own_makes_the_texts()
    {
        using var host = await AkkaHostTests.StartAsync(builder => builder.ConfigureLoggers(loggers => loggers.WithDefaultLogMessageFormatter<Shouting>()));
        var system = host.Services.GetRequiredService<ActorSystem>();
        using var kit = new Akka.TestKit.Xunit2.TestKit(system);
        system.EventStream.Subscribe(kit.TestActor, typeof(Error));

        system.Log.Error("watch {0}", "out");

        Assert.Equal("WATCH OUT", kit.ExpectMsg<Error>().Message.ToString());
    }

    [Fact]
    public async Task A_formatter_without_an_empty_constructor_fails_the_start() =>
        Assert.Contains("must have an empty constructor", (await Assert.ThrowsAsync<ConfigurationException>(
            () => AkkaHostTests.StartAsync(builder => builder.ConfigureLoggers(loggers => loggers.WithDefaultLogMessageFormatter<Demanding>())))).Message);

    [Fact]
    public async Task Events_reach_the_hosts_logger_factory()
    {
        var lines = new Lines();
        using var host = await AkkaHostTests.StartAsync(
            builder => builder.ConfigureLoggers(loggers =>
            {
                loggers.LogLevel = LogLevel.InfoLevel;
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            }),
            services => services.AddLogging(logging => logging.AddProvider(lines)));

        host.Services.GetRequiredService<ActorSystem>().Log.Warning("watch {0}", "out");

        Assert.True(SpinWait.SpinUntil(() => lines.Written.Any(line => line.Contains("watch out", StringComparison.Ordinal)), TimeSpan.FromSeconds(5)));
        await host.StopAsync();
    }

    [Fact]
    public async Task Own_loggers_are_added()
    {
        using var host = await AkkaHostTests.StartAsync(builder => builder.ConfigureLoggers(loggers => loggers.ClearLoggers().AddDefaultLogger()));

        Assert.Contains(nameof(DefaultLogger), Assert.Single(host.Services.GetRequiredService<ActorSystem>().Settings.Config.GetStringList("akka.loggers")));
        await host.StopAsync();
    }

    private static Config Configured(Action<LoggerConfigBuilder> configure) =>
        new AkkaConfigurationBuilder(new ServiceCollection(), "test").ConfigureLoggers(configure).Configuration.Value;

    private static Config Parsed(DeadLetterOptions options) => ConfigurationFactory.ParseString(options.ToString());

    private class Shouting : ILogMessageFormatter
    {
        public string Format(string format, params object[] args) => string.Format(null, format, args).ToUpperInvariant();

        public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());
    }

    private sealed class Demanding(string name) : Shouting
    {
        public override string ToString() => name;
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => Written.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
