namespace Akka.Actor;

/// <summary>The actor could not be constructed or started.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>An initialization failure without words.</summary>
    public ActorInitializationException() { }

    /// <summary>An initialization failure that says what happened.</summary>
    public ActorInitializationException(string message) : base(message) { }

    /// <summary>An initialization failure with its cause.</summary>
    public ActorInitializationException(string message, Exception? cause) : base(message, cause) { }

    /// <summary>An initialization failure of a given actor.</summary>
    public ActorInitializationException(IActorRef? actor, string message, Exception? cause = null) : base(message, cause) => Actor = actor;

    /// <summary>The actor that failed to come up.</summary>
    public IActorRef? Actor { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Actor is null ? base.ToString() : $"{Actor}: {base.ToString()}";
}

/// <summary><see cref="ActorBase.PreRestart"/> threw.</summary>
public class PreRestartException(IActorRef actor, Exception restartException, Exception? cause, object? optionalMessage)
    : ActorInitializationException(actor, $"Exception in PreRestart(exception = {cause?.GetType()}, message = {optionalMessage?.GetType()})", restartException)
{
    /// <summary>What <see cref="ActorBase.PreRestart"/> threw.</summary>
    public Exception RestartException { get; } = restartException;

    /// <summary>The message at which the actor had failed.</summary>
    public object? OptionalMessage { get; } = optionalMessage;
}

/// <summary>The new instance could not be constructed, or <see cref="ActorBase.PostRestart"/> threw.</summary>
public class PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
    : ActorInitializationException(actor, $"Exception post restart ({originalCause?.GetType().ToString() ?? "null"})", cause)
{
    /// <summary>Why the actor had been restarted.</summary>
    public Exception OriginalCause { get; } = originalCause!;
}

/// <summary>The actor was told <see cref="Kill"/>.</summary>
public class ActorKilledException : AkkaException
{
    /// <summary>Killed, without words.</summary>
    public ActorKilledException() { }

    /// <summary>Killed, with words.</summary>
    public ActorKilledException(string message) : base(message) { }
}

/// <summary>An actor left <see cref="Terminated"/> unhandled.</summary>
public class DeathPactException(IActorRef deadActor) : AkkaException($"Monitored actor [{deadActor}] terminated")
{
    /// <summary>The actor that had stopped.</summary>
    public IActorRef DeadActor { get; } = deadActor;
}

/// <summary>The name is not a legal one, or is taken.</summary>
public class InvalidActorNameException : AkkaException
{
    /// <summary>An unusable name.</summary>
    public InvalidActorNameException(string message) : base(message) { }

    /// <summary>An unusable name, with the cause.</summary>
    public InvalidActorNameException(string message, Exception? innerException) : base(message, innerException) { }
}

/// <summary>The message cannot be sent.</summary>
public class InvalidMessageException : AkkaException
{
    /// <summary>An unusable message.</summary>
    public InvalidMessageException() : this("Message is null") { }

    /// <summary>An unusable message, with words.</summary>
    public InvalidMessageException(string message) : base(message) { }
}

/// <summary>The actor is not in a state for this.</summary>
public class IllegalActorStateException(string message) : AkkaException(message);

/// <summary>The name is not allowed here.</summary>
public class IllegalActorNameException(string message) : AkkaException(message);

/// <summary>No actor answered at the path.</summary>
public class ActorNotFoundException : AkkaException
{
    /// <summary>Not found, without words.</summary>
    public ActorNotFoundException() { }

    /// <summary>Not found, with words.</summary>
    public ActorNotFoundException(string message, Exception? innerException = null) : base(message, innerException) { }
}

/// <summary>No answer came in time.</summary>
public class AskTimeoutException(string message) : AkkaException(message);

/// <summary>The stash is full.</summary>
public class StashOverflowException(string message, Exception? cause = null) : AkkaException(message, cause);

/// <summary>The scheduler cannot take the order.</summary>
public sealed class SchedulerException(string message) : AkkaException(message);
