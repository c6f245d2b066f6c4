namespace Akka.Actor;

/// <summary>Asking: a message out, a task for the answer back. It belongs at the border of the actors' world.</summary>
public static class Futures
{
    /// <summary>Asks and waits, if told so, for so long.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    /// <summary>Asks until cancelled.</summary>
    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    /// <summary>Asks and waits for so long or until cancelled.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    /// <summary>Asks and waits, if told so, for so long.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    /// <summary>Asks until cancelled.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    /// <summary>Asks and waits for so long or until cancelled.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var promise = NewPromise<T>(self, timeout, cancellationToken);
        self.Tell(message, promise);
        return promise.Task;
    }

    /// <summary>Asks with a message that contains the reference for the answer.</summary>
    public static Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var promise = NewPromise<T>(self, timeout, cancellationToken);
        self.Tell(messageFactory(promise), promise);
        return promise.Task;
    }

    private static PromiseRef<T> NewPromise<T>(ICanTell target, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var system = SystemOf(target) ?? throw new ArgumentException("Unable to resolve the target Provider", "self");
        return new PromiseRef<T>(system, timeout ?? system.Settings.AskTimeout, cancellationToken);
    }

    private static ActorSystemImpl? SystemOf(ICanTell target) => target switch
    {
        ActorSelection selection => SystemOf(selection.Anchor),
        Nobody => throw new NotSupportedException("Nobody does not provide"),
        IActorRef reference => ActorRef.Of(reference)?.OwningSystem ?? ActorCell.Current?.System,
        _ => ActorCell.Current?.System,
    };
}
