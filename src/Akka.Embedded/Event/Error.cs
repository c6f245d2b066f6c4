namespace Akka.Event;

/// <summary>What went wrong.</summary>
public class Error : LogEvent
{
    /// <summary>A line with its cause.</summary>
    public Error(Exception? cause, string logSource, Type logClass, object message) => Say(cause, logSource, logClass, message);

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;
}
