using Akka.Configuration;

namespace AkkaDht;

/// <summary>Settings that <c>reference.conf</c> always has; one that is missing says so.</summary>
internal static class RequiredSettings
{
    /// <summary>The settings below <paramref name="path"/>.</summary>
    public static Config Branch(this Config config, string path) => config.GetConfig(path) ?? throw Missing(path);

    /// <summary>The text at <paramref name="path"/>.</summary>
    public static string Text(this Config config, string path) => config.GetString(path) ?? throw Missing(path);

    private static ConfigurationException Missing(string path) => new($"The setting '{path}' of AkkaDht is missing.");
}
