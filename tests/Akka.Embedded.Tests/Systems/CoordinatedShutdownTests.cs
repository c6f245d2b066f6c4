using Akka.Actor;

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
        Assert.Throws<ArgumentException>(() => Shutdown.AddTask("unknown", "task", () => Task.FromResult(Done.Instance)));
        Assert.Equal(TimeSpan.FromSeconds(5), Shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop));
        Assert.Equal(TimeSpan.FromSeconds(10), Shutdown.Timeout(CoordinatedShutdown.PhaseActorSystemTerminate));
    }

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
        Assert.Throws<Akka.Configuration.ConfigurationException>(() => ActorSystem.Create("never", "akka.coordinated-shutdown.terminate-actor-system = off"));

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
}
