using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Hosting.Logging;

/// <summary>Writes log events to <see cref="ILogger"/>, with time, source, actor path and thread as properties.</summary>
public class LoggerFactoryLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly ILogger _logger;

    /// <summary>Takes the factory from the setup of the system.</summary>
    public LoggerFactoryLogger()
    {
        var setup = Context.System.Settings.Setup.Get<LoggerFactorySetup>();
        if (!setup.HasValue)
            throw new ConfigurationException($"Could not start {nameof(LoggerFactoryLogger)}, the required setup class {nameof(LoggerFactorySetup)} could not be found.");
        _logger = setup.Value.LoggerFactory.CreateLogger("Akka.Actor.ActorSystem");
    }

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent logEvent:
                Log(logEvent, Sender.Path);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes one event.</summary>
    protected virtual void Log(LogEvent log, ActorPath path) =>
        _logger.Log(
            Level(log.LogLevel()),
            log.Cause,
            "[{Timestamp}][{LogSource}][{ActorPath}][{Thread:0000}]: {Message}",
            log.Timestamp,
            log.LogSource,
            path,
            log.Thread.ManagedThreadId,
            log.Message);

    private static LogLevel Level(Event.LogLevel level) => level switch
    {
        Event.LogLevel.DebugLevel => LogLevel.Debug,
        Event.LogLevel.InfoLevel => LogLevel.Information,
        Event.LogLevel.WarningLevel => LogLevel.Warning,
        _ => LogLevel.Error,
    };
}
