namespace Akka.Event;

/// <summary>For those who look into the works.</summary>
public class Debug : LogEvent
{
    /// <summary>A line without a cause.</summary>
    public Debug(string logSource, Type logClass, object message) : this(null, logSource, logClass, message) { }

    /// <summary>A line with its cause.</summary>
    public Debug(Exception? cause, string logSource, Type logClass, object message) => Say(cause, logSource, logClass, message);

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}
