using Akka.Actor;
using Akka.Configuration;

namespace Akka.TestKit;

/// <summary>The branch <c>akka.test</c>: how long tests wait.</summary>
public class TestKitSettings : IExtension
{
    /// <summary>Reads the settings from the configuration of a system.</summary>
    public TestKitSettings(Config config)
    {
        if (config.IsNullOrEmpty())
            throw ConfigurationException.NullOrEmptyConfig<TestKitSettings>();

        DefaultTimeout = config.GetTimeSpan("akka.test.default-timeout", TimeSpan.FromSeconds(5), allowInfinite: false);
        SingleExpectDefault = config.GetTimeSpan("akka.test.single-expect-default", TimeSpan.FromSeconds(3), allowInfinite: false);
        ExpectNoMessageDefault = config.GetTimeSpan("akka.test.expect-no-message-default", TimeSpan.FromMilliseconds(100), allowInfinite: false);
        TestEventFilterLeeway = config.GetTimeSpan("akka.test.filter-leeway", TimeSpan.FromSeconds(3), allowInfinite: false);
        TestKitStartupTimeout = config.GetTimeSpan("akka.test.testkit-startup-timeout", TimeSpan.FromSeconds(5), allowInfinite: false);
        TestTimeFactor = config.GetDouble("akka.test.timefactor", 1.0);
        if (TestTimeFactor <= 0)
            throw new ConfigurationException(@"Expected a positive value for ""akka.test.timefactor"".");
    }

    /// <summary>The timeout of latches, barriers and asks in tests.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long a single message is waited for outside of <c>Within</c>.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long silence is listened for.</summary>
    public TimeSpan ExpectNoMessageDefault { get; }

    /// <summary>How long event filters wait for their events.</summary>
    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary>How long the kit waits for its own actor.</summary>
    public TimeSpan TestKitStartupTimeout { get; }

    /// <summary>What all of these are multiplied by on slow machines.</summary>
    public double TestTimeFactor { get; }
}

/// <summary>Brings the settings into a system.</summary>
public class TestKitExtension : ExtensionIdProvider<TestKitSettings>
{
    /// <summary>The settings of a system.</summary>
    public static TestKitSettings For(ActorSystem system) => system.WithExtension<TestKitSettings, TestKitExtension>();

    /// <inheritdoc/>
    public override TestKitSettings CreateExtension(ExtendedActorSystem system) => new(system.Settings.Config);
}
