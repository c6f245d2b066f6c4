namespace Akka.Event;

/// <summary>What may become a problem.</summary>
public class Warning : LogEvent
{
    /// <summary>A line without a cause.</summary>
    public Warning(string logSource, Type logClass, object message) : this(null, logSource, logClass, message) { }

    /// <summary>A line with its cause.</summary>
    public Warning(Exception? cause, string logSource, Type logClass, object message) => Say(cause, logSource, logClass, message);

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;
}
