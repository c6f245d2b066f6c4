using Akka.Actor;
using Akka.TestKit;

namespace Akka.Embedded.Tests.Systems;

public sealed class ShutdownTimeoutTests() : Akka.TestKit.Xunit2.TestKit("""
    akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
    akka.coordinated-shutdown {
      terminate-actor-system = off
      run-by-actor-system-terminate = off
      phases.service-unbind.timeout = 1h
    }
    """)
{
    [Fact]
    public async Task The_time_of_a_phase_passes_on_the_scheduler_of_the_system()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "slow", () =>
        {
            TestActor.Tell("began");
            return new TaskCompletionSource<Done>().Task;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "next", () =>
        {
            TestActor.Tell("next");
            return Task.FromResult(Done.Instance);
        });
        var run = shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        ExpectMsg("began");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        await EventFilter.Warning(start: "Coordinated shutdown phase [service-unbind] timed out after").ExpectOneAsync(() =>
        {
            AwaitAssert(() =>
            {
                ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromHours(1));
                ExpectMsg("next", TimeSpan.FromMilliseconds(100));
            });
            return Task.CompletedTask;
        });
        await run;
    }
}
