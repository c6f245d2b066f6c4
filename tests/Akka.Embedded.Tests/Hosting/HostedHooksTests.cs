using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Akka.Embedded.Tests.Hosting;

/// <summary>What a hosted test may say about its host, and when it is asked.</summary>
public sealed class HostedHooksTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Host_services_and_actors_are_configured_before_the_test_starts()
    {
        var kit = new Recording(output);

        await kit.InitializeAsync();
        await kit.DisposeAsync();

        Assert.Equal(["logging", "services: from the application", "akka", "start", "before: up", "after: up"], kit.Steps);
        Assert.True(kit.Sys.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task A_failure_after_the_test_is_told_once_the_system_has_ended()
    {
        var kit = new Recording(output) { FailsAfterwards = true };
        await kit.InitializeAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => kit.DisposeAsync());

        Assert.True(kit.Sys.WhenTerminated.IsCompleted);
    }

    private sealed class Recording(ITestOutputHelper output) : Akka.Hosting.TestKit.TestKit(nameof(HostedHooksTests), output, logLevel: LogLevel.Error)
    {
        public List<string> Steps { get; } = [];

        public bool FailsAfterwards { get; init; }

        protected override void ConfigureAppConfiguration(HostBuilderContext context, IConfigurationBuilder builder) =>
            builder.AddInMemoryCollection(new Dictionary<string, string?> { ["place"] = "from the application" });

        protected override void ConfigureLogging(ILoggingBuilder builder) => Steps.Add("logging");

        protected override void ConfigureServices(HostBuilderContext context, IServiceCollection services) =>
            Steps.Add($"services: {context.Configuration["place"]}");

        protected override void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider)
        {
            Steps.Add("akka");
            builder.WithActors((_, _) => Steps.Add("start"));
        }

        protected override async Task BeforeTestStart()
        {
            await base.BeforeTestStart();
            Steps.Add($"before: {(TestActor.IsNobody() ? "down" : "up")}");
        }

        protected override async Task AfterAllAsync()
        {
            Steps.Add($"after: {(Sys.WhenTerminated.IsCompleted ? "down" : "up")}");
            await base.AfterAllAsync();
            if (FailsAfterwards)
                throw new InvalidOperationException("as told");
        }
    }
}
