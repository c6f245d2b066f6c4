using System.Diagnostics.CodeAnalysis;

namespace Akka.Configuration;

/// <summary>Questions to a configuration that may be absent.</summary>
public static class ConfigExtensions
{
    /// <summary>Whether the configuration is absent or says nothing.</summary>
    public static bool IsNullOrEmpty([NotNullWhen(false)] this Config? config) => config is null || config.IsEmpty;

    /// <summary>This configuration over <paramref name="fallback"/>, either of which may be absent or empty.</summary>
    [return: NotNullIfNotNull(nameof(config))]
    [return: NotNullIfNotNull(nameof(fallback))]
    public static Config? SafeWithFallback(this Config? config, Config? fallback)
    {
        if (config.IsNullOrEmpty())
            return fallback ?? config;
        return fallback.IsNullOrEmpty() || ReferenceEquals(config, fallback) ? config : config.WithFallback(fallback);
    }
}
