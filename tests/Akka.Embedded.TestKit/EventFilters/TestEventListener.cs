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
            case UnhandledMessage unhandled:
                ShowUnhandled(unhandled);
                break;
            default:
                Print(new Debug(Context.System.Name, GetType(), message));
                break;
        }

        return true;
    }

    private void Subscribe(LoggingBus bus)
    {
        foreach (var type in (Type[])[typeof(Mute), typeof(Unmute), typeof(Seen), typeof(DeadLetter), typeof(UnhandledMessage)])
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

    private void ShowUnhandled(UnhandledMessage unhandled)
    {
        var recipient = unhandled.Recipient;
        Show(new Info(recipient.Path.ToString(), recipient.GetType(), $"Unhandled message from {unhandled.Sender}: {unhandled.Message}"));
    }

    private bool IsFiltered(LogEvent logEvent) => _filters.Exists(filter => filter.Apply(logEvent));
}
