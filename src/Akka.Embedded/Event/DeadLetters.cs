using Akka.Actor;

namespace Akka.Event;

/// <summary>Marks a message whose loss is not worth a line in the log.</summary>
public interface IDeadLetterSuppression;

/// <summary>A message that did not arrive, for whatever reason.</summary>
public abstract class AllDeadLetters : IWrappedMessage
{
    /// <summary>A message of <paramref name="sender"/> for <paramref name="recipient"/>.</summary>
    protected AllDeadLetters(object message, IActorRef? sender, IActorRef recipient)
    {
        Message = message;
        Sender = sender!;
        Recipient = recipient;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>Who told it; null in <see cref="Dropped"/> and <see cref="UnhandledMessage"/> when nobody did.</summary>
    public IActorRef Sender { get; }

    /// <summary>Whom it was meant for.</summary>
    public IActorRef Recipient { get; }

    /// <inheritdoc/>
    public override string ToString() => $"DeadLetter from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>A message to an actor that is gone.</summary>
public sealed class DeadLetter(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(
    message,
    sender ?? throw new ArgumentNullException(nameof(sender), "DeadLetter sender may not be null"),
    recipient ?? throw new ArgumentNullException(nameof(recipient), "DeadLetter recipient may not be null"));

/// <summary>A message to an actor that is gone, which asked not to be logged.</summary>
public sealed class SuppressedDeadLetter(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(
    message,
    sender ?? throw new ArgumentNullException(nameof(sender), "SuppressedDeadLetter sender may not be null"),
    recipient ?? throw new ArgumentNullException(nameof(recipient), "SuppressedDeadLetter recipient may not be null"));

/// <summary>A message that the actor did not know.</summary>
public sealed class UnhandledMessage(object message, IActorRef? sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);

/// <summary>A message that was dropped on purpose.</summary>
public sealed class Dropped(object message, string reason, IActorRef? sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient)
{
    /// <summary>A message of nobody in particular that was dropped on purpose.</summary>
    public Dropped(object message, string reason, IActorRef recipient) : this(message, reason, ActorRefs.NoSender, recipient) { }

    /// <summary>Why it was dropped.</summary>
    public string Reason { get; } = reason;
}
