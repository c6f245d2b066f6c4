using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Embedded.Tests.Hosting;

/// <summary>A test whose actors come from a host.</summary>
public sealed class HostedTestKitTests() : Akka.Hosting.TestKit.TestKit(nameof(HostedTestKitTests))
{
    private bool _wasReady;

    [Fact]
    public void The_host_has_started_its_actors()
    {
        var echo = ActorRegistry.Get<AkkaHostTests.Echo>();

        echo.Tell("a");

        ExpectMsg("a");
        Assert.Equal(nameof(HostedTestKitTests), Sys.Name);
    }

    [Fact]
    public async Task Services_are_there_and_the_test_actor_stays_the_sender()
    {
        await Task.Yield();
        var service = Host.Services.GetRequiredService<Version>();

        ActorRegistry.Get<AkkaHostTests.Echo>().Tell(service);

        await ExpectMsgAsync(service);
    }

    [Fact]
    public void Preparations_come_before_the_test() => Assert.True(_wasReady);

    [Fact]
    public void Event_filters_see_the_hosts_system() =>
        EventFilter.Warning("careful").ExpectOne(() => Log.Warning("careful"));

    protected override void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider) =>
        builder
            .AddHocon("akka.stdout-loglevel = OFF", HoconAddMode.Prepend)
            .WithActors((system, registry) => registry.Register<AkkaHostTests.Echo>(system.ActorOf(Props.Create<AkkaHostTests.Echo>())));

    protected override void ConfigureServices(HostBuilderContext context, IServiceCollection services) =>
        services.AddSingleton(new Version(1, 2));

    protected override async Task BeforeTestStart()
    {
        await base.BeforeTestStart();
        _wasReady = !TestActor.IsNobody();
    }
}
