using Akka.Actor;
using AkkaDht.Protocol;

namespace AkkaDht.Driving;

/// <summary>
/// The single wake-up of an actor: tells it <see cref="Message"/> no later than its machine's deadline. Waking too early is
/// harmless, so that a deadline which moves further away does not cost a new timer.
/// </summary>
internal sealed class Wakeup(IScheduler scheduler, IActorRef actor, Clock clock)
{
    private Instant _armedFor = Instant.Never;
    private ICancelable? _timer;

    /// <summary>What the actor is told; it answers with <see cref="Fired"/>, its machine's <c>HandleTimeout</c> and a drain.</summary>
    public sealed record Message : INotInfluenceReceiveTimeout
    {
        public static readonly Message Instance = new();
    }

    /// <summary>Sees to it that the actor wakes by <paramref name="deadline"/>.</summary>
    public void Set(Instant deadline)
    {
        if (deadline >= _armedFor) return;

        _timer?.Cancel();
        _armedFor = deadline;
        var delay = deadline - clock.Now;
        _timer = scheduler.ScheduleTellOnceCancelable(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, actor, Message.Instance, ActorRefs.NoSender);
    }

    /// <summary>The message has arrived.</summary>
    public void Fired() => _armedFor = Instant.Never;

    /// <summary>No wake-up any more; for <c>PostStop</c>.</summary>
    public void Cancel()
    {
        _timer?.Cancel();
        _armedFor = Instant.Never;
    }
}
