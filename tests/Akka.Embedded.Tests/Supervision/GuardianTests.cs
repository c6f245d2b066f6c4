using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Supervision;

public sealed class GuardianTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void What_fails_at_the_top_is_restarted_by_default()
    {
        IgnoreMessages(message => message is not "PostRestart");
        Sys.ActorOf(Props.Create(() => new Reporter(TestActor, ""))).Tell(new InvalidOperationException("expected"));
        ExpectMsg("PostRestart");
    }

    [Fact]
    public async Task What_fails_at_the_top_is_stopped_if_the_settings_say_so()
    {
        using var system = ActorSystem.Create(
            "stopping",
            """
            akka.actor.guardian-supervisor-strategy = "Akka.Actor.StoppingSupervisorStrategy"
            akka.loglevel = OFF
            """);
        var actor = system.ActorOf(Props.Create(() => new Reporter(TestActor, "")));
        actor.Tell(new InvalidOperationException("expected"));
        Assert.True(await actor.WatchAsync().WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(SupervisorStrategy.StoppingStrategy, new StoppingSupervisorStrategy().Create());
        Assert.Equal(SupervisorStrategy.DefaultStrategy, new DefaultSupervisorStrategy().Create());
    }
}
