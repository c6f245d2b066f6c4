namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private MessageStash? _stash;
    private TimerScheduler? _timers;

    /// <summary>A stash for the instance just made; one that is declared to be unbounded heeds no capacity.</summary>
    public MessageStash NewStash(bool unbounded) =>
        _stash = new MessageStash(this, unbounded ? -1 : Props.StashCapacity ?? System.Settings.StashCapacity);

    /// <summary>The timers of the instance being made.</summary>
    public TimerScheduler NewTimers() => _timers = new TimerScheduler(this);

    public void CancelTimers() => _timers?.CancelAll();
}
