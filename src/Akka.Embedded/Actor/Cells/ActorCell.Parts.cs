namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private MessageStash? _stash;
    private TimerScheduler? _timers;

    /// <summary>A stash for the instance just made.</summary>
    public MessageStash NewStash(bool bounded) => _stash = new MessageStash(this, Props.StashCapacity ?? (bounded ? System.Settings.StashCapacity : -1));

    /// <summary>The timers of the instance being made.</summary>
    public TimerScheduler NewTimers() => _timers = new TimerScheduler(this);
}
