using Akka.Actor;

namespace Akka.Event;

/// <summary>One line for the log.</summary>
public abstract class LogEvent : INoSerializationVerificationNeeded
{
    /// <summary>Takes down time and thread.</summary>
    protected LogEvent()
    {
        Timestamp = ActorCell.Current?.System.Platform.Time.GetUtcNow().UtcDateTime ?? DateTime.UtcNow;
        Thread = Thread.CurrentThread;
    }

    /// <summary>What went wrong, if anything.</summary>
    public Exception? Cause { get; protected set; }

    /// <summary>When it was written, in UTC.</summary>
    public DateTime Timestamp { get; }

    /// <summary>The thread it was written on.</summary>
    public Thread Thread { get; }

    /// <summary>Who wrote it, mostly the path of an actor.</summary>
    public string LogSource { get; protected set; } = "";

    /// <summary>The type that wrote it.</summary>
    public Type LogClass { get; protected set; } = typeof(object);

    /// <summary>What it says; formatted when turned into text.</summary>
    public object Message { get; protected set; } = "";

    /// <summary>How severe it is.</summary>
    public abstract LogLevel LogLevel();

    /// <inheritdoc/>
    public override string ToString() => Cause is null
        ? $"[{LogLevel().PrettyName()}][{Timestamp:MM/dd/yyyy HH:mm:ss.fffzzz}][Thread {Thread.ManagedThreadId:0000}][{LogSource}] {Message}"
        : $"[{LogLevel().PrettyName()}][{Timestamp:MM/dd/yyyy HH:mm:ss.fffzzz}][Thread {Thread.ManagedThreadId:0000}][{LogSource}] {Message}{Environment.NewLine}Cause: {Cause}";

    private protected void Say(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }
}
