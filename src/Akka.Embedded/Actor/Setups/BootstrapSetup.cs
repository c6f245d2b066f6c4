using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>The configuration that a system is made from.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(Option<Config> config) => Config = config;

    /// <summary>The configuration, if one was given.</summary>
    public Option<Config> Config { get; }

    /// <summary>Without a configuration.</summary>
    public static BootstrapSetup Create() => new(Option<Config>.None);

    /// <summary>With a configuration.</summary>
    public BootstrapSetup WithConfig(Config config) => new(Option<Config>.Create(config));

    /// <summary>With a configuration under the one already given.</summary>
    public BootstrapSetup WithConfigFallback(Config config) =>
        new(Option<Config>.Create(Config.HasValue ? Config.Value.SafeWithFallback(config) : config));
}
