using System.Collections.Concurrent;
using Akka.Actor;
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
