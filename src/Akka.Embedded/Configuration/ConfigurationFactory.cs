using System.Reflection;
using System.Text.Json;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Where configurations come from: HOCON text, embedded resources and plain objects.</summary>
public class ConfigurationFactory
{
    private const string ReferenceResource = "Akka.Configuration.akka.conf";
    private static readonly Lazy<Config> Reference = new(() => FromResource<ConfigurationFactory>(ReferenceResource));

    /// <summary>The configuration without a key.</summary>
    public static Config Empty => Config.Empty;

    /// <summary>The runtime's own settings with their defaults.</summary>
    public static Config Default() => Reference.Value;

    /// <summary>Reads HOCON text; a malformed text throws <see cref="ConfigurationException"/>.</summary>
    public static Config ParseString(string hocon) => new(Parser.Parse(hocon, includeCallback: null));

    /// <summary>Reads HOCON text whose <c>include "name"</c> lines are answered by <paramref name="includeCallback"/>.</summary>
    public static Config ParseString(string hocon, Func<string, HoconRoot>? includeCallback) =>
        new(Parser.Parse(hocon, includeCallback));

    /// <summary>The public properties of <paramref name="source"/> as a configuration.</summary>
    public static Config FromObject(object source) => ParseString(JsonSerializer.Serialize(source));

    /// <summary>Reads the resource <paramref name="resourceName"/> of the assembly that holds <typeparamref name="TAssembly"/>.</summary>
    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    /// <summary>Reads the resource <paramref name="resourceName"/> of <paramref name="assembly"/>.</summary>
    public static Config FromResource(string resourceName, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new ConfigurationException($"Assembly {assembly.GetName().Name} has no resource '{resourceName}'.");
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }
}
