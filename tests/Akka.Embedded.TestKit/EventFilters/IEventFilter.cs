using Akka.Event;

namespace Akka.TestKit;

/// <summary>Picks log events.</summary>
public interface IEventFilter
{
    /// <summary>Whether the event is meant; it then does not reach the log.</summary>
    bool Apply(LogEvent logEvent);
}

/// <summary>A muting that can be ended.</summary>
public interface IUnmutableFilter : IDisposable
{
    /// <summary>Lets the events reach the log again.</summary>
    void Unmute();
}
