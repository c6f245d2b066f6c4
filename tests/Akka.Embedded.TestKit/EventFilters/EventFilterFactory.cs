using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>Says which log events are meant: by level, text, source, exception or dead letter.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<EventFilterBase> _others;

    /// <summary>Filters of the kit's own system.</summary>
    public EventFilterFactory(TestKitBase testkit)
        : this(testkit, testkit.Sys)
    {
    }

    /// <summary>Filters of a system.</summary>
    public EventFilterFactory(TestKitBase testkit, ActorSystem system)
        : this(testkit, system, [])
    {
    }

    internal EventFilterFactory(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilterBase> others) =>
        (_testkit, _system, _others) = (testkit, system, others);

    /// <summary>Debug events with such a message: the whole of it, its start, or a part.</summary>
    public IEventFilterApplier Debug(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Level<Debug>(TextMatch.Of(message, start, contains), source);

    /// <summary>Debug events whose message matches the pattern.</summary>
    public IEventFilterApplier Debug(Regex pattern, string? source = null) => Level<Debug>(TextMatch.Of(pattern), source);

    /// <summary>Info events with such a message: the whole of it, its start, or a part.</summary>
    public IEventFilterApplier Info(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Level<Info>(TextMatch.Of(message, start, contains), source);

    /// <summary>Info events whose message matches the pattern.</summary>
    public IEventFilterApplier Info(Regex pattern, string? source = null) => Level<Info>(TextMatch.Of(pattern), source);

    /// <summary>Warnings with such a message: the whole of it, its start, or a part.</summary>
    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Level<Warning>(TextMatch.Of(message, start, contains), source);

    /// <summary>Warnings whose message matches the pattern.</summary>
    public IEventFilterApplier Warning(Regex pattern, string? source = null) => Level<Warning>(TextMatch.Of(pattern), source);

    /// <summary>Errors with such a message: the whole of it, its start, or a part.</summary>
    public IEventFilterApplier Error(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Level<Error>(TextMatch.Of(message, start, contains), source);

    /// <summary>Errors whose message matches the pattern.</summary>
    public IEventFilterApplier Error(Regex pattern, string? source = null) => Level<Error>(TextMatch.Of(pattern), source);

    /// <summary>Events of a level with such a message: the whole of it, its start, or a part.</summary>
    public IEventFilterApplier ForLogLevel(
        LogLevel logLevel, string? message = null, string? start = null, string? contains = null, string? source = null) =>
        ForLogLevel(logLevel, TextMatch.Of(message, start, contains), source);

    /// <summary>Events of a level whose message matches the pattern.</summary>
    public IEventFilterApplier ForLogLevel(LogLevel logLevel, Regex pattern, string? source = null) =>
        ForLogLevel(logLevel, TextMatch.Of(pattern), source);

    /// <summary>Errors with such an exception whose message, or that of the log, matches the pattern.</summary>
    public IEventFilterApplier Exception<TException>(Regex pattern, string? source = null)
        where TException : Exception => Failure(typeof(TException), TextMatch.Of(pattern), source, false);

    /// <summary>Errors with such an exception whose message, or that of the log, matches the pattern.</summary>
    public IEventFilterApplier Exception(Type exceptionType, Regex pattern, string? source = null, bool checkInnerExceptions = false) =>
        Failure(exceptionType, TextMatch.Of(pattern), source, checkInnerExceptions);

    /// <summary>Errors with such an exception and message: the whole of it, its start, or a part.</summary>
    public IEventFilterApplier Exception<TException>(
        string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception => Failure(typeof(TException), TextMatch.Of(message, start, contains), source, false);

    /// <summary>Errors with such an exception and message: the whole of it, its start, or a part.</summary>
    public IEventFilterApplier Exception(
        Type exceptionType,
        string? message = null,
        string? start = null,
        string? contains = null,
        string? source = null,
        bool checkInnerExceptions = false) =>
        Failure(exceptionType, TextMatch.Of(message, start, contains), source, checkInnerExceptions);

    /// <summary>Dead letters.</summary>
    public IEventFilterApplier DeadLetter() => Dead(_ => true, null, "DeadLetter");

    /// <summary>Dead letters with such a message, to <paramref name="source"/>.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) =>
        Dead(message => message is TMessage, source, $"DeadLetter<{typeof(TMessage)}>");

    /// <summary>Dead letters with such a message, to <paramref name="source"/>.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) =>
        Dead(message => message is TMessage typed && isMatch(typed), source, $"DeadLetter<{typeof(TMessage)}>");

    /// <summary>Dead letters with such a message, to <paramref name="source"/>.</summary>
    public IEventFilterApplier DeadLetter(Type type, string? source = null) =>
        Dead(type.IsInstanceOfType, source, $"DeadLetter<{type}>");

    /// <summary>Dead letters with such a message, to <paramref name="source"/>.</summary>
    public IEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string? source = null) =>
        Dead(message => type.IsInstanceOfType(message) && isMatch(message), source, $"DeadLetter<{type}>");

    /// <summary>Events that satisfy the predicate.</summary>
    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Custom<LogEvent>(predicate);

    /// <summary>Events of a type that satisfy the predicate.</summary>
    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent => Apply(e => e is TLogEvent typed && predicate(typed), $"Custom<{typeof(TLogEvent).Name}>");

    private IEventFilterApplier ForLogLevel(LogLevel level, TextMatch text, string? source) => level switch
    {
        LogLevel.DebugLevel => Level<Debug>(text, source),
        LogLevel.InfoLevel => Level<Info>(text, source),
        LogLevel.WarningLevel => Level<Warning>(text, source),
        LogLevel.ErrorLevel => Level<Error>(text, source),
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Unknown log level"),
    };

    private IEventFilterApplier Level<TLogEvent>(TextMatch text, string? source)
        where TLogEvent : LogEvent
    {
        var from = SourceMatch.Of(source);
        return Apply(e => e is TLogEvent && from(e.LogSource) && text.Fits(e.Message), $"{typeof(TLogEvent).Name} when {text} and source is {source ?? "any"}");
    }

    private IEventFilterApplier Failure(Type type, TextMatch text, string? source, bool inner)
    {
        var from = SourceMatch.Of(source);
        return Apply(
            e => e is Error && from(e.LogSource) && CauseOf(e.Cause, type, inner) is { } cause && (text.Fits(cause.Message) || text.Fits(e.Message)),
            $"Error with {type.Name} when {text} and source is {source ?? "any"}");
    }

    private IEventFilterApplier Dead(Predicate<object> isMatch, string? source, string name)
    {
        // The listener shows each dead letter to the filters as a warning of the one it was for.
        var from = SourceMatch.Of(source);
        return Apply(e => e is Warning { Message: DeadLetter letter } && isMatch(letter.Message) && from(e.LogSource), $"{name} when source is {source ?? "any"}");
    }

    private static Exception? CauseOf(Exception? thrown, Type type, bool inner)
    {
        for (var cause = thrown; cause is not null; cause = inner ? cause.InnerException : null)
        {
            if (type.IsInstanceOfType(cause))
                return cause;
        }

        return null;
    }

    private EventFilterApplier Apply(Predicate<LogEvent> matches, string description) =>
        new(_testkit, _system, [.. _others, new EventFilter(matches, description)]);
}
