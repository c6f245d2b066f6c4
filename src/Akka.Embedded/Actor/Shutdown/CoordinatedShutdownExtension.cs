using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Makes the coordinated shutdown of a system and ties it to the end of the process.</summary>
internal sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    internal static readonly CoordinatedShutdownExtension Instance = new();

    /// <inheritdoc/>
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system)
    {
        var shutdown = new CoordinatedShutdown(system);
        var runsOnThreads = ((ActorSystemImpl)system).Platform is ProcessPlatform;
        if (runsOnThreads && system.Settings.Config.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook", true))
            ExitHook.Add(shutdown);
        return shutdown;
    }
}

/// <summary>Takes down the systems that still run when the process ends.</summary>
internal static class ExitHook
{
    private static readonly HashSet<CoordinatedShutdown> Running = [];

    static ExitHook() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => RunAll();

    public static void Add(CoordinatedShutdown shutdown)
    {
        lock (Running)
            Running.Add(shutdown);
        shutdown.System.WhenTerminated.ContinueWith(
            static (_, state) => Remove((CoordinatedShutdown)state!),
            shutdown,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private static void Remove(CoordinatedShutdown shutdown)
    {
        lock (Running)
            Running.Remove(shutdown);
    }

    private static void RunAll()
    {
        CoordinatedShutdown[] running;
        lock (Running)
            running = [.. Running];
        foreach (var (shutdown, run) in running.Select(Begin).ToArray())
            Await(shutdown, run);
    }

    private static (CoordinatedShutdown Shutdown, Task Run) Begin(CoordinatedShutdown shutdown)
    {
        shutdown.Log.Info("Starting coordinated shutdown from CLR termination hook.");
        return (shutdown, shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance));
    }

    // The process ends when this returns, and with a crash if it threw.
    private static void Await(CoordinatedShutdown shutdown, Task run)
    {
        try
        {
            run.Wait(shutdown.TotalTimeout);
        }
        catch (AggregateException cause)
        {
            shutdown.Log.Warning("CoordinatedShutdown from CLR shutdown failed: {0}", cause.Message);
        }
    }
}
