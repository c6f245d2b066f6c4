using Akka.Event;

namespace Akka.Actor;

/// <summary>What a timer tells its actor; the runtime unwraps it.</summary>
internal sealed class TimerMessage(TimerScheduler owner, object key, object message, bool repeats, int generation)
    : IWrappedMessage, INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public TimerScheduler Owner => owner;

    public object Key => key;

    public object Message => message;

    public bool Repeats => repeats;

    /// <summary>Counts the timers of an incarnation, for the log.</summary>
    public int Generation => generation;

    public ICancelable? Armed { get; set; }

    /// <summary>Whether the key has another timer by now, or none; a delivery that is on its way does not count.</summary>
    public bool IsOver { get; set; }

    public void CallOff()
    {
        IsOver = true;
        Armed!.Cancel();
    }

    public override string ToString() => $"Timer({key}, {message})";
}
