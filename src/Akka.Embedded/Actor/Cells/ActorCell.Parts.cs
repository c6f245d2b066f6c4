using Akka.Dispatch;

namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private Parts? _parts;

    /// <summary>A stash for the instance just made; one that is declared to be unbounded heeds no capacity.</summary>
    public MessageStash NewStash(bool unbounded) =>
        Needed.Stash = new MessageStash(this, unbounded ? -1 : Props.StashCapacity ?? System.Settings.StashCapacity);

    /// <summary>The timers of the instance being made.</summary>
    public TimerScheduler NewTimers() => Needed.Timers = new TimerScheduler(this);

    public void CancelTimers() => _parts?.Timers?.CancelAll();

    private Parts Needed => _parts ??= new();

    /// <summary>What few actors need, or for a short time only: one reference in all the others.</summary>
    private sealed class Parts
    {
        public MessageStash? Stash;
        public TimerScheduler? Timers;
        public Silence? Silence;
        public Stack<Receive>? BehavioursBelow;

        // Faults and supervision.
        public ActorRef? Perpetrator;
        public Queue<SystemMessage>? WaitingSignals;
        public SupervisorStrategy? Strategy;

        // Watching, with the message that was asked for instead of the news.
        public Dictionary<ActorRef, object?>? Watching;
        public Dictionary<ActorRef, object?>? DeathsQueued;
        public HashSet<ActorRef>? Watchers;

        // Asynchronous handlers under way.
        public ActorTaskScheduler? TaskScheduler;
        public int Tasks;
    }
}
