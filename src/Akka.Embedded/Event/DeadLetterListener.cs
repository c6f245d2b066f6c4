using Akka.Actor;

namespace Akka.Event;

/// <summary>Logs the first dead letters, then pauses, so that a flood of them does not flood the log.</summary>
public class DeadLetterListener : ActorBase
{
    private const string Advice =
        "This logging can be turned off or adjusted with configuration settings 'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'. ";

    private readonly ActorSystem _system = Context.System;
    private readonly EventStream _eventStream = Context.System.EventStream;
    private readonly Settings _settings = Context.System.Settings;
    private long _count;
    private long _silentUntil = -1;

    /// <summary>Has a listener get all that it counts, from now on.</summary>
    internal static void Subscribe(EventStream eventStream, IActorRef listener)
    {
        eventStream.Subscribe(listener, typeof(DeadLetter));
        eventStream.Subscribe(listener, typeof(Dropped));
        eventStream.Subscribe(listener, typeof(UnhandledMessage));
    }

    /// <inheritdoc/>
    protected override void PostStop() => _eventStream.Unsubscribe(Self);

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message) { }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason) { }

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        if (message is AllDeadLetters letter && letter.Message is not IDeadLetterSuppression)
            Count(letter);
        return true;
    }

    private void Count(AllDeadLetters letter)
    {
        if (_silentUntil >= 0)
        {
            if (_system.Uptime.Ticks < _silentUntil)
            {
                _count++;
                return;
            }

            _silentUntil = -1;
            _count++;
            Log(letter, $", of which {_count - _settings.LogDeadLetters - 1} were not logged. The counter will be reset now");
            _count = 0;
            return;
        }

        _count++;
        if (_count < _settings.LogDeadLetters)
            Log(letter, "");
        else if (_settings.LogDeadLettersSuspendDuration is { } pause && pause < TimeSpan.Zero)
            Suspend(letter, long.MaxValue, ", no more dead letters will be logged");
        else if (_settings.LogDeadLetters == int.MaxValue)
            Log(letter, "");
        else
            Suspend(letter, (_system.Uptime + _settings.LogDeadLettersSuspendDuration).Ticks, $", no more dead letters will be logged in next [{_settings.LogDeadLettersSuspendDuration}]");
    }

    private void Suspend(AllDeadLetters letter, long until, string words)
    {
        Log(letter, words);
        _silentUntil = until;
    }

    private void Log(AllDeadLetters letter, string words)
    {
        var message = letter.Message;
        while (message is IWrappedMessage wrapped)
            message = wrapped.Message;
        var wrapping = message == letter.Message ? "" : $" wrapped in [{letter.Message.GetType().Name}]";
        var from = letter.Sender.IsNobody() ? "" : $" from {letter.Sender}";
        var to = letter is not DeadLetter && letter.Recipient.IsNobody() ? "" : $" to {letter.Recipient}";
        _eventStream.Publish(new Info(
            letter.Recipient.Path.ToString(),
            letter.Recipient.GetType(),
            $"Message [{message.GetType().Name}]{wrapping}{from}{to} {Fate(letter)}. [{_count}] dead letters encountered{words}. {Advice}Message content: {letter.Message}"));
    }

    private static string Fate(AllDeadLetters letter) => letter switch
    {
        Dropped dropped => $"was dropped. {dropped.Reason}",
        UnhandledMessage => "was unhandled",
        _ => "was not delivered",
    };
}
