using Akka.Event;
using Akka.TestKit.Internal;
using Akka.TestKit.TestEvent;

namespace Akka.TestKit;

/// <summary>The logger of tests: logs like the default logger what no event filter picks.</summary>
public class TestEventListener : DefaultLogger
{
    private readonly List<EventFilterBase> _filters = [];

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger initialize:
                Subscribe(initialize.LoggingBus);
                return base.Receive(message);
            case Mute mute:
                _filters.AddRange(mute.Filters);
                break;
            case Unmute unmute:
                foreach (var filter in unmute.Filters)
                    _filters.Remove(filter);
                break;
            case Seen seen:
                seen.Signal.TrySetResult();
                break;
            case LogEvent logEvent:
                Show(logEvent);
                break;
            case DeadLetter letter:
                ShowUndelivered(letter);
                break;
            default:
                Print(new Debug(Context.System.Name, GetType(), message));
                break;
        }

        return true;
    }

    private void Subscribe(LoggingBus bus)
    {
        foreach (var type in (Type[])[typeof(Mute), typeof(Unmute), typeof(Seen), typeof(DeadLetter)])
            bus.Subscribe(Self, type);
    }

    private void Show(LogEvent logEvent)
    {
        if (!IsFiltered(logEvent))
            Print(logEvent);
    }

    private void ShowUndelivered(DeadLetter letter)
    {
        var recipient = letter.Recipient;
        if (IsFiltered(new Warning(recipient.Path.ToString(), recipient.GetType(), letter)))
            return;
        var told = new DeadLetter($"Received dead letter from {letter.Sender}: {letter.Message}", letter.Sender, recipient);
        Show(new Warning(recipient.Path.ToString(), recipient.GetType(), told));
    }

    private bool IsFiltered(LogEvent logEvent) => _filters.Exists(filter => Picks(filter, logEvent));

    private static bool Picks(EventFilterBase filter, LogEvent logEvent)
    {
        try
        {
            return filter.Apply(logEvent);
        }
        catch (Exception)
        {
            // A predicate of a test that cannot cope with an event did not mean it.
            return false;
        }
    }
}
