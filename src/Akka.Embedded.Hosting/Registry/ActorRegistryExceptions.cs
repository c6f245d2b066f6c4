namespace Akka.Hosting;

/// <summary>The registry refused a request.</summary>
public class ActorRegistryException : Exception
{
    /// <summary>An error in words.</summary>
    public ActorRegistryException(string message)
        : base(message)
    {
    }

    /// <summary>An error in words, with its cause.</summary>
    public ActorRegistryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The key is taken.</summary>
public sealed class DuplicateActorRegistryException : ActorRegistryException
{
    /// <summary>An error in words.</summary>
    public DuplicateActorRegistryException(string message)
        : base(message)
    {
    }

    /// <summary>An error in words, with its cause.</summary>
    public DuplicateActorRegistryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Nothing is registered under the key.</summary>
public sealed class MissingActorRegistryEntryException : ActorRegistryException
{
    /// <summary>An error in words.</summary>
    public MissingActorRegistryEntryException(string message)
        : base(message)
    {
    }

    /// <summary>An error in words, with its cause.</summary>
    public MissingActorRegistryEntryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
