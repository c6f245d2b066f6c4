using Akka.Actor;
using Akka.Configuration;

namespace Akka.Embedded.Tests.Systems;

public sealed class CoordinatedShutdownTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create(
        "shutdown",
        """
        akka.loglevel = OFF
        akka.coordinated-shutdown {
          terminate-actor-system = off
          run-by-actor-system-terminate = off
          phases.service-requests-done.timeout = 50ms
        }
        """);

    private CoordinatedShutdown Shutdown => CoordinatedShutdown.Get(_system);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task Phases_run_in_the_order_of_their_dependencies()
    {
        var order = new List<string>();
        string[] phases =
        [
            CoordinatedShutdown.PhaseBeforeServiceUnbind, CoordinatedShutdown.PhaseServiceUnbind, CoordinatedShutdown.PhaseServiceRequestsDone,
            CoordinatedShutdown.PhaseServiceStop, CoordinatedShutdown.PhaseBeforeActorSystemTerminate, CoordinatedShutdown.PhaseActorSystemTerminate,
        ];
        foreach (var phase in phases.Reverse())
            Shutdown.AddTask(phase, "note", () => Note(order, phase));
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        Assert.Equal(phases, order);
    }

    [Fact]
    public async Task Tasks_of_one_phase_run_together()
    {
        var both = new TaskCompletionSource<Done>();
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "waits", () => both.Task);
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "completes", () =>
        {
            both.SetResult(Done.Instance);
            return Task.FromResult(Done.Instance);
        });
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        Assert.True(both.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_failing_task_is_skipped_and_a_slow_phase_left_behind()
    {
        var order = new List<string>();
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "fails", () => throw new InvalidOperationException("expected"));
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "never", () => new TaskCompletionSource<Done>().Task);
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "last", () => Note(order, "last"));
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        Assert.Equal(["last"], order);
    }

    [Fact]
    public async Task It_runs_once_and_keeps_the_first_reason()
    {
        var runs = new List<string>();
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "count", () => Note(runs, "run"));
        Assert.Null(Shutdown.ShutdownReason);
        var reason = new MyReason();
        var first = Shutdown.Run(reason);
        await Shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance);
        await first;
        Assert.Equal(["run"], runs);
        Assert.Same(reason, Shutdown.ShutdownReason);
    }

    [Fact]
    public async Task It_may_begin_at_a_later_phase()
    {
        var order = new List<string>();
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "before", () => Note(order, "before"));
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "from", () => Note(order, "from"));
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseServiceStop);
        Assert.Equal(["from"], order);
    }

    [Fact]
    public void Phases_must_be_known()
    {
        Assert.Throws<ConfigurationException>(() => Shutdown.AddTask("unknown", "task", () => Task.FromResult(Done.Instance)));
        Assert.Throws<ArgumentException>(() => Shutdown.Timeout("unknown"));
        Assert.Equal(TimeSpan.FromSeconds(5), Shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop));
        Assert.Equal(TimeSpan.FromSeconds(10), Shutdown.Timeout(CoordinatedShutdown.PhaseActorSystemTerminate));
    }

    [Fact]
    public async Task From_an_unknown_phase_on_there_is_nothing_to_run()
    {
        var order = new List<string>();
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () => Note(order, "ran"));
        Assert.Same(Done.Instance, await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, "unknown"));
        Assert.Empty(order);
    }

    [Fact]
    public async Task The_first_phase_begins_before_Run_returns()
    {
        var order = new List<string>();
        Shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "note", () => Note(order, "began"));
        var run = Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        Assert.Equal(["began"], order);
        await run;
    }

    [Fact]
    public async Task A_run_that_hangs_holds_up_nobody_who_does_not_wait_for_it()
    {
        var outer = SynchronizationContext.Current;
        var counting = new Counting();
        var hanging = new TaskCompletionSource<Done>();
        Shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "hangs", () => hanging.Task);
        SynchronizationContext.SetSynchronizationContext(counting);
        var run = Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        SynchronizationContext.SetSynchronizationContext(outer);
        Assert.Equal(0, counting.Operations);
        hanging.SetResult(Done.Instance);
        await run;
    }

    [Fact]
    public async Task A_task_may_add_one_to_a_later_phase()
    {
        var order = new List<string>();
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "adds", () =>
        {
            Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "added", () => Note(order, "added"));
            return Note(order, "adds");
        });
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        Assert.Equal(["adds", "added"], order);
    }

    [Fact]
    public void The_total_time_is_that_of_the_phases_with_tasks()
    {
        Assert.Equal(TimeSpan.Zero, Shutdown.TotalTimeout);
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "one", () => Task.FromResult(Done.Instance));
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "two", () => Task.FromResult(Done.Instance));
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "three", () => Task.FromResult(Done.Instance));
        Assert.Equal(TimeSpan.FromMilliseconds(5050), Shutdown.TotalTimeout);
    }

    [Theory]
    [InlineData("fails", typeof(InvalidOperationException))]
    [InlineData("never ends", typeof(TimeoutException))]
    public async Task Without_recovery_a_failing_or_slow_phase_ends_the_run(string task, Type failure)
    {
        var system = ActorSystem.Create("strict", """
            akka.loglevel = OFF
            akka.coordinated-shutdown {
              terminate-actor-system = off
              run-by-actor-system-terminate = off
              phases.service-unbind { recover = off, timeout = 50ms }
            }
            """);
        var order = new List<string>();
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "bad", () =>
            task == "fails" ? throw new InvalidOperationException("expected") : new TaskCompletionSource<Done>().Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () => Note(order, "ran"));
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => shutdown.Run(CoordinatedShutdown.UnknownReason.Instance));
        Assert.IsType(failure, thrown.GetBaseException());
        Assert.Empty(order);
        await system.Terminate();
    }

    [Fact]
    public async Task Phases_of_ones_own_come_where_they_depend()
    {
        var system = ActorSystem.Create("phases", """
            akka.loglevel = OFF
            akka.coordinated-shutdown.phases {
              mine { depends-on = [service-unbind], timeout = 3s }
              service-requests-done { depends-on = [mine] }
            }
            """);
        var order = new List<string>();
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "note", () => Note(order, "after"));
        shutdown.AddTask("mine", "note", () => Note(order, "mine"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "note", () => Note(order, "before"));
        Assert.Equal(TimeSpan.FromSeconds(3), shutdown.Timeout("mine"));
        await system.Terminate();
        Assert.Equal(["before", "mine", "after"], order);
    }

    [Fact]
    public void Phases_that_depend_on_themselves_are_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => ActorSystem.Create("circular", """
            akka.coordinated-shutdown.phases {
              chicken { depends-on = [egg] }
              egg { depends-on = [chicken] }
            }
            """));

    [Fact]
    public async Task An_actor_may_take_the_system_down()
    {
        var system = ActorSystem.Create("fromwithin", "akka.loglevel = OFF");
        var ran = new List<string>();
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () => Note(ran, "ran"));
        system.ActorOf(Support.Act.Props((_, context) => context.System.Terminate())).Tell("down");
        await system.WhenTerminated;
        Assert.Equal(["ran"], ran);
    }

    [Fact]
    public async Task Terminate_does_not_run_it_when_told_so()
    {
        var system = ActorSystem.Create("apart", "akka.coordinated-shutdown.run-by-actor-system-terminate = off");
        var ran = new List<string>();
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () => Note(ran, "ran"));
        await system.Terminate();
        Assert.Null(shutdown.ShutdownReason);
        Assert.Empty(ran);
    }

    [Fact]
    public void There_is_one_for_each_system() => Assert.Same(Shutdown, CoordinatedShutdown.Get(_system));

    [Fact]
    public async Task Terminate_runs_it()
    {
        var ran = new List<string>();
        var system = ActorSystem.Create("whole");
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "note", () => Note(ran, "ran"));
        await system.Terminate();
        Assert.Equal(["ran"], ran);
        Assert.Same(CoordinatedShutdown.ActorSystemTerminateReason.Instance, CoordinatedShutdown.Get(system).ShutdownReason);
    }

    [Fact]
    public void A_terminate_that_would_not_terminate_is_refused() =>
        Assert.Throws<ConfigurationException>(() => ActorSystem.Create("never", "akka.coordinated-shutdown.terminate-actor-system = off"));

    [Fact]
    public async Task Running_it_terminates_the_system()
    {
        var system = ActorSystem.Create("byrun");
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        await system.WhenTerminated;
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    private static Task<Done> Note(List<string> order, string what)
    {
        order.Add(what);
        return Task.FromResult(Done.Instance);
    }

    private sealed class MyReason : CoordinatedShutdown.Reason;

    private sealed class Counting : SynchronizationContext
    {
        public int Operations { get; private set; }

        public override void OperationStarted() => Operations++;
    }
}
