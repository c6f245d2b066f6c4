namespace Akka.Event;

/// <summary>Where an actor writes its log lines; they travel to the loggers as events.</summary>
public interface ILoggingAdapter
{
    /// <summary>Fills the arguments into the templates.</summary>
    ILogMessageFormatter Formatter { get; }

    /// <summary>Whether debug lines are wanted.</summary>
    bool IsDebugEnabled { get; }

    /// <summary>Whether info lines are wanted.</summary>
    bool IsInfoEnabled { get; }

    /// <summary>Whether warnings are wanted.</summary>
    bool IsWarningEnabled { get; }

    /// <summary>Whether errors are wanted.</summary>
    bool IsErrorEnabled { get; }

    /// <summary>Whether lines of a level are wanted.</summary>
    bool IsEnabled(LogLevel logLevel);

    /// <summary>Writes a line that is formatted when a logger prints it.</summary>
    void Log(LogLevel logLevel, Exception? cause, LogMessage message);

    /// <summary>Writes a line without arguments.</summary>
    void Log(LogLevel logLevel, Exception? cause, string format);
}
