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
        var death = target.WatchAsync(CancellationToken.None);
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            return await death.WaitAsync(timeout, ActorRef.PlatformOf(target).Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

/// <summary>Death as a task.</summary>
public static class WatchAsyncSupport
{
    /// <summary>Completes with true when the actor has stopped, with false when cancelled before.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        if (ActorRef.Of(target) is not { } subject)
            throw new ArgumentException("Not an actor of this runtime", nameof(target));

        var watcher = new DeathRef(subject.Path.Root / "temp" / "watch", ActorRef.PlatformOf(subject));
        subject.SendSystem(new Watch(watcher));
        using var registration = token.UnsafeRegister(static death => ((TaskCompletionSource<bool>)death!).TrySetResult(false), watcher.Death);
        var died = await watcher.Died.ConfigureAwait(false);
        if (!died)
            subject.SendSystem(new Unwatch(watcher));
        return died;
    }

    private sealed class DeathRef(ActorPath path, IPlatform platform) : ActorRef
    {
        private static int _uid;

        public TaskCompletionSource<bool> Death { get; } = platform.NewPromise<bool>();

        public Task<bool> Died => platform.Hand(Death.Task);

        public override ActorPath Path { get; } = path.WithUid(Interlocked.Increment(ref _uid));

        public override void Tell(object message, IActorRef? sender) => RequireMessage(message);

        public override void SendSystem(SystemMessage message)
        {
            if (message is DeathWatchNotification)
                Death.TrySetResult(true);
        }
    }
}
