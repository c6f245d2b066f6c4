namespace Akka.Actor;

/// <summary>The base of the exceptions that the runtime throws.</summary>
public abstract class AkkaException : Exception
{
    /// <summary>An exception without words.</summary>
    protected AkkaException()
    {
    }

    /// <summary>An exception in words, with its cause if it has one.</summary>
    protected AkkaException(string? message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>What brought this exception about.</summary>
    protected Exception? Cause => InnerException;
}
