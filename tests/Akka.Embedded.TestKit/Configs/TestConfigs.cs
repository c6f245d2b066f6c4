using Akka.Configuration;

namespace Akka.TestKit.Configs;

/// <summary>Configurations that tests are often built on.</summary>
public static class TestConfigs
{
    /// <summary>What the test kit adds to the configuration of a system.</summary>
    public static Config DefaultConfig => TestKitBase.DefaultConfig;

    /// <summary>The same, with time standing still until the test advances it: see <see cref="TestScheduler"/>.</summary>
    public static Config TestSchedulerConfig { get; } = ConfigurationFactory
        .ParseString("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
        .WithFallback(DefaultConfig);
}
