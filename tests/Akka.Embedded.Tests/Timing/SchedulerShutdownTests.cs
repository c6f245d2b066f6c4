using Akka.Actor;

namespace Akka.Embedded.Tests.Timing;

public sealed class SchedulerShutdownTests
{
    [Fact]
    public async Task What_is_outstanding_when_the_system_ends_is_carried_out_then()
    {
        var system = ActorSystem.Create("outstanding");
        var ran = new CountdownEvent(2);
        system.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromHours(1), () => ran.Signal());
        system.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromHours(1), TimeSpan.FromHours(1), () => ran.Signal());

        await system.Terminate();

        Assert.True(ran.Wait(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task What_was_called_off_is_not_carried_out_at_the_end()
    {
        var system = ActorSystem.Create("calledoff");
        var calledOffRan = false;
        var ran = new CountdownEvent(1);
        system.Scheduler.Advanced.ScheduleOnceCancelable(TimeSpan.FromHours(1), () => calledOffRan = true).Cancel();
        system.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromHours(2), () => ran.Signal());

        await system.Terminate();

        Assert.True(ran.Wait(TimeSpan.FromSeconds(10)));
        Assert.False(calledOffRan);
    }

    [Fact]
    public async Task Shutdown_does_not_take_its_own_alarm_for_the_end_of_a_phase()
    {
        var system = ActorSystem.Create("alarm");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.RegisterOnTermination(() => stopped.SetResult());

        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.UnknownReason.Instance);

        Assert.True(stopped.Task.IsCompleted);
    }
}
