using Akka.Actor;

namespace Akka.Event;

/// <summary>Logs the first dead letters, then pauses, so that a flood of them does not flood the log.</summary>
public class DeadLetterListener : ActorBase
{
    private const string Advice =
        "This logging can be turned off or adjusted with configuration settings 'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'.";

    private readonly ActorSystem _system = Context.System;
    private readonly EventStream _eventStream = Context.System.EventStream;
    private readonly int _enough = Context.System.Settings.LogDeadLetters;
    private readonly TimeSpan _pause = Context.System.Settings.LogDeadLettersSuspendDuration;
    private long _count;
    private TimeSpan? _silentUntil;

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
        if (message is not AllDeadLetters letter)
            return false;
        if (letter.Message is not IDeadLetterSuppression)
            Count(letter);
        return true;
    }

    private void Count(AllDeadLetters letter)
    {
        _count++;
        if (_silentUntil is { } until)
            EndPause(letter, until);
        else if (_count < _enough || _enough == int.MaxValue)
            Log(letter, "");
        else
            Pause(letter);
    }

    private void Pause(AllDeadLetters letter)
    {
        if (_pause == Timeout.InfiniteTimeSpan)
        {
            Log(letter, ", no more dead letters will be logged");
            Context.Stop(Self);
            return;
        }

        Log(letter, $", no more dead letters will be logged in next [{_pause}]");
        _silentUntil = _system.Uptime + _pause;
    }

    private void EndPause(AllDeadLetters letter, TimeSpan until)
    {
        if (_system.Uptime <= until)
            return;
        Log(letter, $", of which {_count - _enough - 1} were not logged. The counter will be reset now");
        _silentUntil = null;
        _count = 0;
    }

    private void Log(AllDeadLetters letter, string words)
    {
        var message = letter.Message;
        while (message is IWrappedMessage wrapped)
            message = wrapped.Message;
        var name = message.GetType().Name;
        var content = message.ToString();
        var wrapping = letter.Message is IWrappedMessage ? $" wrapped in [{letter.Message.GetType().Name}]" : "";
        var from = IsReal(letter.Sender) ? $" from {letter.Sender}" : "";
        _eventStream.Publish(new Info(
            letter.Recipient.Path.ToString(),
            letter.Recipient.GetType(),
            $"Message [{name}]{wrapping}{from}{Fate(letter)}. [{_count}] dead letters encountered{words}. {Suspicion(letter)}{Advice}"
                + (content == name ? "" : $" Message content: {content}")));
    }

    private static string Fate(AllDeadLetters letter)
    {
        var to = IsReal(letter.Recipient) ? $" to {letter.Recipient}" : "";
        return letter switch
        {
            Dropped dropped => $"{to} was dropped. {dropped.Reason}",
            UnhandledMessage => $"{to} was unhandled",
            _ => $" to {letter.Recipient} was not delivered",
        };
    }

    private static string Suspicion(AllDeadLetters letter) => letter is Dropped or UnhandledMessage
        ? ""
        : $"If this is not an expected behavior then {letter.Recipient} may have terminated unexpectedly. ";

    private static bool IsReal(IActorRef? actor) => actor is not (null or DeadLetterRef);
}
