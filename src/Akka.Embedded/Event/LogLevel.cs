namespace Akka.Event;

/// <summary>How severe a log event is.</summary>
public enum LogLevel
{
    /// <summary>For those who look into the works.</summary>
    DebugLevel,

    /// <summary>What happens.</summary>
    InfoLevel,

    /// <summary>What may become a problem.</summary>
    WarningLevel,

    /// <summary>What went wrong.</summary>
    ErrorLevel,
}
