using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Event;

/// <summary>The first message of every logger, which answers <see cref="LoggerInitialized"/>.</summary>
public class InitializeLogger(LoggingBus loggingBus) : INoSerializationVerificationNeeded
{
    /// <summary>The bus that the log events come from.</summary>
    public LoggingBus LoggingBus { get; } = loggingBus;
}

/// <summary>The answer of a logger that is ready.</summary>
public class LoggerInitialized : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Marks the mailbox of a logger.</summary>
public interface ILoggerMessageQueueSemantics : ISemantics;
