namespace Akka.Event;

/// <summary>What happens.</summary>
public class Info : LogEvent
{
    /// <summary>A line without a cause.</summary>
    public Info(string logSource, Type logClass, object message) : this(null, logSource, logClass, message) { }

    /// <summary>A line with its cause.</summary>
    public Info(Exception? cause, string logSource, Type logClass, object message) => Say(cause, logSource, logClass, message);

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;
}
