namespace Akka.Actor;

/// <summary>The base of every exception of the runtime.</summary>
public abstract class AkkaException : Exception
{
    /// <summary>An exception without words.</summary>
    protected AkkaException() { }

    /// <summary>An exception with what happened and why.</summary>
    protected AkkaException(string? message, Exception? cause = null) : base(message, cause) { }

    /// <summary>Why it happened.</summary>
    protected Exception? Cause => InnerException;
}
