namespace Akka.Actor;

/// <summary>A mailbox for code that is no actor.</summary>
public interface IInboxable : ICanWatch
{
    /// <summary>Where the messages are to be told.</summary>
    IActorRef Receiver { get; }

    /// <summary>Waits for a message, for the default time.</summary>
    object Receive();

    /// <summary>Waits for a message; throws <see cref="TimeoutException"/> when none comes in time.</summary>
    object Receive(TimeSpan timeout);

    /// <summary>Waits for a message, for the default time.</summary>
    Task<object> ReceiveAsync();

    /// <summary>Waits for a message; answers <see cref="Status.Failure"/> with a <see cref="TimeoutException"/> when none comes in time.</summary>
    Task<object> ReceiveAsync(TimeSpan timeout);

    /// <summary>Waits for a message that fits, for the default time; others stay.</summary>
    object ReceiveWhere(Predicate<object> predicate);

    /// <summary>Waits for a message that fits; others stay.</summary>
    object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout);

    /// <summary>Tells a message, with the inbox as sender.</summary>
    void Send(IActorRef target, object message);
}
