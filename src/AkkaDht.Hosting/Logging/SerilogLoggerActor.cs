using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Serilog;
using Serilog.Events;
using Serilog.Parsing;
using AkkaLogEvent = Akka.Event.LogEvent;
using SerilogLogEvent = Serilog.Events.LogEvent;

namespace AkkaDht.Hosting.Logging;

/// <summary>
/// Writes what actors log to <see cref="Log.Logger"/>; the system starts it because <c>akka.loggers</c> names it. It knows
/// the public logger protocol only, so that it serves the embedded runtime and Akka.NET alike.
/// </summary>
public sealed class SerilogLoggerActor : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                break;
            case AkkaLogEvent logEvent:
                Write(logEvent);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static void Write(AkkaLogEvent logEvent)
    {
        var level = LevelOf(logEvent.LogLevel());
        if (Log.Logger.IsEnabled(level))
            Log.Logger.Write(new SerilogLogEvent(logEvent.Timestamp, level, logEvent.Cause, TextOf(logEvent), PropertiesOf(logEvent)));
    }

    private static IEnumerable<LogEventProperty> PropertiesOf(AkkaLogEvent logEvent)
    {
        yield return Property("SourceContext", logEvent.LogClass.FullName);
        yield return Property("LogSource", logEvent.LogSource);
        yield return Property("Thread", logEvent.Thread.ManagedThreadId);

        // Actors log under their path, everything else under a name.
        if (ActorPath.TryParse(logEvent.LogSource, out var path))
            yield return Property("ActorPath", path.ToStringWithoutAddress());
    }

    private static LogEventProperty Property(string name, object? value) => new(name, new ScalarValue(value));

    /// <summary>The finished text: braces in it are text, not the placeholders of a template.</summary>
    private static MessageTemplate TextOf(AkkaLogEvent logEvent) => new([new TextToken(Formatted(logEvent))]);

    private static string Formatted(AkkaLogEvent logEvent)
    {
        try
        {
            return logEvent.Message.ToString() ?? "";
        }
        catch (FormatException failure)
        {
            return $"A message of {logEvent.LogSource} does not fit its template: {failure.Message}";
        }
    }

    private static LogEventLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.DebugLevel => LogEventLevel.Debug,
        LogLevel.InfoLevel => LogEventLevel.Information,
        LogLevel.WarningLevel => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };
}
