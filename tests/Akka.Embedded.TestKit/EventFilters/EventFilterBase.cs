using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>A filter that tells its listeners what it picked.</summary>
internal sealed class EventFilter(Predicate<LogEvent> matches, string description) : IEventFilter
{
    public event Action? Matched;

    public bool Apply(LogEvent logEvent)
    {
        if (!matches(logEvent))
            return false;
        Matched?.Invoke();
        return true;
    }

    public override string ToString() => description;
}

/// <summary>Filters on, from now.</summary>
internal sealed record Mute(IReadOnlyList<EventFilter> Filters);

/// <summary>Filters off, from now.</summary>
internal sealed record Unmute(IReadOnlyList<EventFilter> Filters);

/// <summary>Tells that everything published before it on the same thread has been seen by the filters.</summary>
internal sealed record Seen(TaskCompletionSource Signal);
