using Akka.Actor;
using AkkaDht.Protocol;

namespace AkkaDht.Driving;

/// <summary>
/// The single wake-up of an actor: tells it <see cref="Message"/> no later than its machine's deadline. Waking too early is
/// harmless, so that a deadline which moves further away does not cost a new timer.
/// </summary>
/// <remarks>
/// The scheduler's steps are 10 ms. With <paramref name="fine"/>, deadlines nearer than two of them get a timer of that provider, whose
/// steps are 1 ms: what paces packets needs it.
/// </remarks>
internal sealed class Wakeup(IScheduler scheduler, IActorRef actor, Clock clock, TimeProvider? fine = null)
{
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(20);

    private Instant _armedFor = Instant.Never;
    private ICancelable? _timer;
    private ITimer? _fineTimer;

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
        if (fine is not null && delay < Near)
        {
            SetFine(delay);
            return;
        }

        _timer = scheduler.ScheduleTellOnceCancelable(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, actor, Message.Instance, ActorRefs.NoSender);
    }

    /// <summary>The message has arrived.</summary>
    public void Fired() => _armedFor = Instant.Never;

    /// <summary>No wake-up any more; for <c>PostStop</c>.</summary>
    public void Cancel()
    {
        _timer?.Cancel();
        _fineTimer?.Dispose();
        _fineTimer = null;
        _armedFor = Instant.Never;
    }

    private void SetFine(TimeSpan delay)
    {
        _fineTimer ??= fine!.CreateTimer(
            static actor => ((IActorRef)actor!).Tell(Message.Instance, ActorRefs.NoSender), actor, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // Of a part of a millisecond the timer would make none, and the actor would ask again and again until it is over.
        _fineTimer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(delay.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }
}
