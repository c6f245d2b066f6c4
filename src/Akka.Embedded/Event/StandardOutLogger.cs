using Akka.Actor;

namespace Akka.Event;

/// <summary>A logger that is no actor; it serves while the system starts and stops.</summary>
public abstract class MinimalLogger : IActorRef
{
    /// <inheritdoc/>
    public ActorPath Path { get; } = new RootActorPath(new Address("akka", "all-systems"), "/StandardOutLogger");

    /// <summary>What is printed at all.</summary>
    public LogFilterEvaluator Filter { get; internal set; } = LogFilterEvaluator.NoFilters;

    /// <inheritdoc/>
    public void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        Log(message);
    }

    /// <inheritdoc/>
    public bool Equals(IActorRef? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => Path.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(IActorRef? other) => ActorRef.Compare(this, other);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => ActorRef.Compare(this, obj as IActorRef);

    /// <summary>Writes one event.</summary>
    protected abstract void Log(object message);
}

/// <summary>Prints log events to standard output, coloured by level where there are colours.</summary>
public class StandardOutLogger : MinimalLogger
{
    private static readonly Lock Gate = new();

    /// <summary>Whether to colour the lines.</summary>
    public static bool UseColors { get; set; } = true;

    /// <summary>The colour of debug lines.</summary>
    public static ConsoleColor DebugColor { get; set; } = ConsoleColor.Gray;

    /// <summary>The colour of info lines.</summary>
    public static ConsoleColor InfoColor { get; set; } = ConsoleColor.White;

    /// <summary>The colour of warnings.</summary>
    public static ConsoleColor WarningColor { get; set; } = ConsoleColor.Yellow;

    /// <summary>The colour of errors.</summary>
    public static ConsoleColor ErrorColor { get; set; } = ConsoleColor.Red;

    /// <inheritdoc/>
    protected override void Log(object message)
    {
        if (message is not LogEvent logEvent)
            WriteLine(message.ToString()!, null);
        else if (TextOf(logEvent) is { } text)
            WriteLine(text, ColorOf(logEvent));
    }

    /// <summary>The line to print; null for one that is filtered out.</summary>
    private string? TextOf(LogEvent logEvent)
    {
        try
        {
            return Filter.ShouldTryKeepMessage(logEvent, out _) ? logEvent.ToString() : null;
        }
        catch (FormatException cause)
        {
            var unformatted = logEvent.Message is LogMessage message ? message.Unformatted() : logEvent.Message.GetType().Name;
            return $"Received a malformed formatted message. Log level: [{logEvent.LogLevel().PrettyName()}], Template: [{unformatted}], Cause: {cause.Message}";
        }
    }

    private static ConsoleColor ColorOf(LogEvent logEvent) => logEvent.LogLevel() switch
    {
        LogLevel.DebugLevel => DebugColor,
        LogLevel.InfoLevel => InfoColor,
        LogLevel.WarningLevel => WarningColor,
        _ => ErrorColor,
    };

    private static void WriteLine(string text, ConsoleColor? color)
    {
        lock (Gate)
        {
            if (color is null || !UseColors || Console.IsOutputRedirected)
            {
                Console.WriteLine(text);
                return;
            }

            var before = Console.ForegroundColor;
            Console.ForegroundColor = color.Value;
            Console.WriteLine(text);
            Console.ForegroundColor = before;
        }
    }
}
