using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>A filter that tells its listeners what it picked.</summary>
public abstract class EventFilterBase : IEventFilter
{
    private protected EventFilterBase()
    {
    }

    internal event Action? Matched;

    /// <inheritdoc/>
    public bool Apply(LogEvent logEvent)
    {
        if (!IsMatch(logEvent))
            return false;
        Matched?.Invoke();
        return true;
    }

    /// <summary>Whether the filter picks the event.</summary>
    protected abstract bool IsMatch(LogEvent evt);
}

/// <summary>A filter made of a predicate, with the words for when it fails.</summary>
internal sealed class EventFilter(Predicate<LogEvent> matches, string description) : EventFilterBase
{
    public override string ToString() => description;

    protected override bool IsMatch(LogEvent evt) => matches(evt);
}

/// <summary>Tells that everything published before it on the same thread has been seen by the filters.</summary>
internal sealed record Seen(TaskCompletionSource Signal);
