using Akka.Actor;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Event;
using Akka.Hosting;
using Akka.TestKit;
using Xunit.Abstractions;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Embedded.Tests.Hosting;

/// <summary>What the system of a hosted test logs, and where.</summary>
public sealed class HostedLoggingTests(ITestOutputHelper output)
    : Akka.Hosting.TestKit.TestKit(nameof(HostedLoggingTests), output, logLevel: LogLevel.Debug)
{
    protected override Config Config => "akka.stdout-loglevel = OFF, own = here";

    [Fact]
    public void The_level_of_the_test_is_that_of_the_system()
    {
        Assert.True(Log.IsDebugEnabled);
        EventFilter.Debug("a").ExpectOne(() => Log.Debug("a"));
    }

    [Fact]
    public void The_listener_of_tests_is_the_logger_of_the_settings() =>
        Assert.Contains(nameof(TestEventListener), Assert.Single(Sys.Settings.Config.GetStringList("akka.loggers")), StringComparison.Ordinal);

    [Fact]
    public void Own_configuration_is_put_on_top() => Assert.Equal("here", Sys.Settings.Config.GetString("own"));

    [Fact]
    public void The_output_of_the_test_has_a_logger_of_its_own() =>
        Assert.NotNull(Sys.ActorSelection("/system/log-test").ResolveOne(TimeSpan.FromSeconds(5)).GetAwaiter().GetResult());

    [Fact]
    public void Props_are_made_from_the_container_with_the_context_of_the_test()
    {
        Sys.ActorOf(Injected.Props()).Tell("a");

        ExpectMsg(nameof(HostedLoggingTests));
    }

    protected override void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider)
    {
    }

    private sealed class Injected : ReceiveActor
    {
        public Injected(ActorSystem system) => ReceiveAny(_ => Sender.Tell(system.Name));

        public static Props Props() => DependencyResolver.For(Context.System).Props<Injected>();
    }
}

/// <summary>The loggers of a hosted test are replaced like those of any host.</summary>
public sealed class HostedOwnLoggerTests : Akka.Hosting.TestKit.TestKit
{
    [Fact]
    public void What_is_configured_last_wins()
    {
        Assert.Contains(nameof(Collecting), Assert.Single(Sys.Settings.Config.GetStringList("akka.loggers")), StringComparison.Ordinal);
        Assert.True(Log.IsErrorEnabled);
        Assert.False(Log.IsWarningEnabled);
    }

    protected override void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider) =>
        builder.ConfigureLoggers(loggers =>
        {
            loggers.LogLevel = Event.LogLevel.ErrorLevel;
            loggers.ClearLoggers();
            loggers.AddLogger<Collecting>();
        });

    internal sealed class Collecting : TestEventListener
    {
        protected override void Print(LogEvent logEvent)
        {
        }
    }
}
