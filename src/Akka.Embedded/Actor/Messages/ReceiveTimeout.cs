namespace Akka.Actor;

/// <summary>Arrives after the silence asked for with <see cref="IActorContext.SetReceiveTimeout"/>.</summary>
public class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout() { }

    /// <summary>The only value.</summary>
    public static ReceiveTimeout Instance { get; } = new();
}
