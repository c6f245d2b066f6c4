using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Stopping with a look at the clock.</summary>
public static class GracefulStopSupport
{
    /// <summary>Tells <see cref="PoisonPill"/> and waits for the death; false when it did not come in time.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) =>
        target.GracefulStop(timeout, PoisonPill.Instance);

    /// <summary>Tells a message that makes the actor stop and waits for the death; false when it did not come in time.</summary>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        using var patience = new CancellationTokenSource(timeout, ActorRef.PlatformOf(target).Time);
        var death = target.WatchAsync(patience.Token);
        target.Tell(stopMessage, ActorRefs.NoSender);
        return await death.ConfigureAwait(false);
    }
}

/// <summary>Death as a task.</summary>
public static class WatchAsyncSupport
{
    /// <summary>
    /// Completes with true when the actor has stopped, with false when cancelled before; a reference that cannot be watched is
    /// an <see cref="InvalidOperationException"/>.
    /// </summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        if (ActorRef.Of(target) is not { OwningSystem: { } system } subject)
            throw new InvalidOperationException($"{target} is not an actor of this runtime and cannot be death-watched");

        var watcher = new DeathRef(system);
        subject.SendSystem(new Watch(watcher));
        using var registration = token.UnsafeRegister(static death => ((TaskCompletionSource<bool>)death!).TrySetResult(false), watcher.Death);
        var died = await watcher.Died.ConfigureAwait(false);
        if (!died)
            subject.SendSystem(new Unwatch(watcher));
        return died;
    }

    private sealed class DeathRef(ActorSystemImpl system) : ActorRef
    {
        public TaskCompletionSource<bool> Death { get; } = system.Platform.NewPromise<bool>();

        public Task<bool> Died => system.Platform.Hand(Death.Task);

        public override ActorPath Path { get; } = system.TempPath();

        public override ActorSystemImpl OwningSystem => system;

        public override void Tell(object message, IActorRef? sender) => RequireMessage(message);

        public override void SendSystem(SystemMessage message)
        {
            if (message is DeathWatchNotification)
                Death.TrySetResult(true);
        }
    }
}
