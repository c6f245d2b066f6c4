using Akka.Event;
using Akka.Hosting.Logging;

namespace Akka.Hosting.TestKit.Internals;

/// <summary>Writes log events to the host's logger factory beside the loggers of the settings; asks for its events itself.</summary>
public class TestKitLoggerFactoryLogger : LoggerFactoryLogger
{
    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        if (message is InitializeLogger initialize)
        {
            foreach (var type in (Type[])[typeof(Debug), typeof(Info), typeof(Warning), typeof(Error)])
                initialize.LoggingBus.Subscribe(Self, type);
        }

        return base.Receive(message);
    }
}
