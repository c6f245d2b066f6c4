using Akka.Actor;

namespace Akka.Configuration;

/// <summary>A configuration that cannot be read, or lacks what its reader needs.</summary>
public class ConfigurationException : AkkaException
{
    /// <summary>A configuration error in words.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>A configuration error in words, with the exception that brought it to light.</summary>
    public ConfigurationException(string message, Exception? exception)
        : base(message, exception)
    {
    }

    /// <summary>The error of a component <typeparamref name="T"/> that was given no configuration at <paramref name="path"/>.</summary>
    public static ConfigurationException NullOrEmptyConfig<T>(string? path = null) =>
        new(path is null
            ? $"Failed to instantiate {typeof(T).Name}: configuration is null or empty."
            : $"Failed to instantiate {typeof(T).Name}: configuration path '{path}' is missing or empty.");
}
