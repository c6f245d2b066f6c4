namespace Akka.Actor;

/// <summary>A message with the one who told it.</summary>
public readonly struct Envelope
{
    /// <summary>Puts a message and its sender together.</summary>
    public Envelope(object message, IActorRef? sender)
    {
        Message = message;
        Sender = sender!;
    }

    /// <summary>What was told.</summary>
    public object Message { get; }

    /// <summary>Who told it.</summary>
    public IActorRef Sender { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<{Message}> from {(Sender is null ? "NoSender" : Sender.ToString())}";
}
