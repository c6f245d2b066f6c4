using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A message that a test actor received, with its sender.</summary>
public abstract class MessageEnvelope
{
    /// <summary>The message.</summary>
    public abstract object? Message { get; }

    /// <summary>Who told it.</summary>
    public abstract IActorRef Sender { get; }
}

/// <summary>A message that was received.</summary>
public class RealMessageEnvelope(object message, IActorRef sender) : MessageEnvelope
{
    /// <inheritdoc/>
    public override object? Message => message;

    /// <inheritdoc/>
    public override IActorRef Sender => sender;

    /// <inheritdoc/>
    public override string ToString() => $"<{message}> from {(sender.IsNobody() ? "NoSender" : sender.ToString())}";
}

/// <summary>Stands where no message was received.</summary>
public sealed class NullMessageEnvelope : MessageEnvelope
{
    /// <summary>The only one.</summary>
    public static readonly NullMessageEnvelope Instance = new();

    private NullMessageEnvelope()
    {
    }

    /// <inheritdoc/>
    public override object? Message => null;

    /// <inheritdoc/>
    public override IActorRef Sender => throw new IllegalActorStateException("There is no sender: no message was received.");

    /// <inheritdoc/>
    public override string ToString() => "<null>";
}
