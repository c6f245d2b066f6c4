using Akka.Event;
using Akka.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting;

/// <summary>Shorter ways to say who logs.</summary>
public static class LoggingExtensions
{
    /// <summary>Says what is logged and by whom.</summary>
    public static AkkaConfigurationBuilder ConfigureLoggers(this AkkaConfigurationBuilder builder, Action<LoggerConfigBuilder> configurator)
    {
        var loggers = new LoggerConfigBuilder(builder);
        configurator(loggers);
        loggers.Apply();
        return builder;
    }

    /// <summary>Adds the logger that prints to standard output.</summary>
    public static LoggerConfigBuilder AddDefaultLogger(this LoggerConfigBuilder configBuilder) => configBuilder.AddLogger<DefaultLogger>();

    /// <summary>Adds a logger that writes to the host's logger factory.</summary>
    public static LoggerConfigBuilder AddLoggerFactory(this LoggerConfigBuilder configBuilder) => configBuilder.AddLogger<LoggerFactoryLogger>();

    /// <summary>Adds a logger that writes to a logger factory.</summary>
    public static LoggerConfigBuilder AddLoggerFactory(this LoggerConfigBuilder configBuilder, ILoggerFactory loggerFactory)
    {
        configBuilder.Builder.AddSetup(new LoggerFactorySetup(loggerFactory));
        return configBuilder.AddLogger<LoggerFactoryLogger>();
    }
}
