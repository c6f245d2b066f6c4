using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Makes the coordinated shutdown of a system and ties it to the end of the process.</summary>
public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
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
        var all = Task.WhenAll(running.Select(static shutdown => shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance)));
        all.Wait(running.Select(static shutdown => shutdown.TotalTimeout).DefaultIfEmpty().Max());
    }
}
