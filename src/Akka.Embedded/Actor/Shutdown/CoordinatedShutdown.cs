using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Takes a system down in phases: one after another in the order of their dependencies, the tasks of one phase together.
/// A phase that takes too long, by the scheduler of the system, is left behind.
/// </summary>
public sealed class CoordinatedShutdown : IExtension
{
    /// <summary>Before the service stops taking requests.</summary>
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";

    /// <summary>Stop taking requests.</summary>
    public const string PhaseServiceUnbind = "service-unbind";

    /// <summary>Wait for requests in progress.</summary>
    public const string PhaseServiceRequestsDone = "service-requests-done";

    /// <summary>Stop the service.</summary>
    public const string PhaseServiceStop = "service-stop";

    /// <summary>Before the cluster part.</summary>
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";

    /// <summary>Hand over shards.</summary>
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";

    /// <summary>Leave the cluster.</summary>
    public const string PhaseClusterLeave = "cluster-leave";

    /// <summary>Exit from the cluster.</summary>
    public const string PhaseClusterExiting = "cluster-exiting";

    /// <summary>Wait until the exit is done.</summary>
    public const string PhaseClusterExitingDone = "cluster-exiting-done";

    /// <summary>Stop the cluster.</summary>
    public const string PhaseClusterShutdown = "cluster-shutdown";

    /// <summary>The last phase with actors.</summary>
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";

    /// <summary>Terminate the system.</summary>
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly Lock _gate = new();
    private readonly ShutdownPhases _phases;
    private readonly Dictionary<string, List<(string Name, Func<Task<Done>> Run)>> _tasks = [];
    private Task<Done>? _run;
    private Reason? _reason;

    internal CoordinatedShutdown(ExtendedActorSystem system)
    {
        System = system;
        _phases = ShutdownPhases.Read(system.Settings.Config.GetConfig("akka.coordinated-shutdown")!);
        if (system.Settings.CoordinatedShutdownTerminateActorSystem)
            AddTask(PhaseActorSystemTerminate, "terminate-system", TerminateSystem);
    }

    /// <summary>The system.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>Why the system goes down; null while it does not.</summary>
    public Reason? ShutdownReason => Volatile.Read(ref _reason);

    /// <summary>The time of all phases together that have tasks.</summary>
    public TimeSpan TotalTimeout
    {
        get
        {
            lock (_gate)
                return _tasks.Keys.Aggregate(TimeSpan.Zero, (sum, phase) => sum + Timeout(phase));
        }
    }

    private IPlatform Platform => ((ActorSystemImpl)System).Platform;

    internal ILoggingAdapter Log => field ??= Logging.GetLogger(System, typeof(CoordinatedShutdown));

    /// <summary>The coordinated shutdown of a system.</summary>
    public static CoordinatedShutdown Get(ActorSystem sys) => CoordinatedShutdownExtension.Instance.Apply(sys);

    /// <summary>
    /// Adds a task to a phase; a phase that is over runs it no more. An unknown phase is a
    /// <see cref="Configuration.ConfigurationException"/>.
    /// </summary>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (!_phases.Knows(phase))
            throw new ConfigurationException(
                $"Unknown phase [{phase}], known phases [{_phases}]. All phases (along with their optional dependencies) must be defined in configuration.");
        if (string.IsNullOrEmpty(taskName))
            throw new ArgumentException("Set a task name when adding tasks to the Coordinated Shutdown", nameof(taskName));

        lock (_gate)
        {
            if (!_tasks.TryGetValue(phase, out var tasks))
                _tasks[phase] = tasks = [];
            tasks.Add((taskName, task));
        }
    }

    /// <summary>
    /// Runs the phases, from a given one on; the first of them begins on the caller's thread. Further calls answer the first run.
    /// </summary>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        TaskCompletionSource<Done> done;
        lock (_gate)
        {
            if (_run is not null)
                return _run;
            Volatile.Write(ref _reason, reason);
            done = Platform.NewPromise<Done>();
            _run = done.Task;
        }

        Log.Debug("Running CoordinatedShutdown with reason [{0}]", reason);
        _ = RunPhases(done, fromPhase);
        return done.Task;
    }

    /// <summary>The time of a phase; an unknown one is an <see cref="ArgumentException"/>.</summary>
    public TimeSpan Timeout(string phase) => _phases.Knows(phase)
        ? _phases[phase].Timeout
        : throw new ArgumentException($"Unknown phase [{phase}]. All phases must be defined in configuration.", nameof(phase));

    // A task that nobody waits for, and no async void: the caller's synchronization context must not wait for the end of it.
    private async Task RunPhases(TaskCompletionSource<Done> done, string? fromPhase)
    {
        try
        {
            foreach (var phase in _phases.From(fromPhase))
            {
                await RunPhase(phase).ConfigureAwait(false);
                await Platform.Call(static () => true).ConfigureAwait(false);
            }

            done.TrySetResult(Done.Instance);
        }
        catch (Exception cause)
        {
            done.TrySetException(new AggregateException(cause));
        }
    }

    private async Task RunPhase(ShutdownPhase phase)
    {
        (string Name, Func<Task<Done>> Run)[] tasks;
        lock (_gate)
            tasks = _tasks.TryGetValue(phase.Name, out var added) ? [.. added] : [];
        Log.Debug("Performing phase [{0}] with [{1}] tasks: [{2}]", phase.Name, tasks.Length, string.Join(",", tasks.Select(task => task.Name)));

        var running = Task.WhenAll(tasks.Select(task => RunTask(phase, task.Name, task.Run)));
        if (await EndsWithin(phase.Timeout, running).ConfigureAwait(false))
            await running.ConfigureAwait(false);
        else if (phase.Recover)
            Log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", phase.Name, phase.Timeout);
        else
            throw new TimeoutException($"Coordinated shutdown phase [{phase.Name}] timed out after {phase.Timeout}");
    }

    private async Task RunTask(ShutdownPhase phase, string name, Func<Task<Done>> run)
    {
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception cause) when (phase.Recover)
        {
            Log.Warning("Task [{0}] failed in phase [{1}]: {2}", name, phase.Name, cause.Message);
        }
    }

    private async Task<bool> EndsWithin(TimeSpan timeout, Task running)
    {
        if (running.IsCompleted)
            return true;

        var late = Platform.NewPromise<bool>();
        using var alarm = new Cancelable(System.Scheduler);
        try
        {
            System.Scheduler.Advanced.ScheduleOnce(timeout, () => late.TrySetResult(true), alarm);
        }
        catch (SchedulerException)
        {
            // The system has gone, and its scheduler with it: nothing is left that could hang.
            return true;
        }

        await Task.WhenAny(running, late.Task).ConfigureAwait(false);
        alarm.Cancel();

        // The scheduler carries out what is outstanding when it ends, this alarm too.
        return running.IsCompleted || ((ActorSystemImpl)System).HasNoActors;
    }

    private async Task<Done> TerminateSystem()
    {
        await ((ActorSystemImpl)System).FinalTerminate().ConfigureAwait(false);
        return Done.Instance;
    }

    /// <summary>Why a system goes down.</summary>
    public class Reason
    {
        /// <summary>A reason of one's own.</summary>
        protected Reason() { }
    }

    /// <summary>Nobody said why.</summary>
    public class UnknownReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason() { }
    }

    /// <summary>The system was terminated.</summary>
    public class ActorSystemTerminateReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason() { }
    }

    /// <summary>The process ends.</summary>
    public class ClrExitReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason() { }
    }
}
