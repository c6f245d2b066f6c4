namespace Akka.Actor;

/// <summary>An order to tell a message.</summary>
internal sealed class TellTimer(HashedWheelTimerScheduler scheduler, ICanTell receiver, object message, IActorRef? sender, TimeSpan interval)
    : SchedulerTimer(scheduler, interval)
{
    private ICanTell? _receiver = receiver;
    private object? _message = message;
    private IActorRef? _sender = sender;

    protected override void Act()
    {
        // Read before the question: whoever cancels says so before anything is released.
        var (to, what, from) = (Volatile.Read(ref _receiver), Volatile.Read(ref _message), Volatile.Read(ref _sender));
        if (IsCancellationRequested)
            return;

        try
        {
            to!.Tell(what!, from);
        }
        catch (Exception cause)
        {
            Fail(cause);
            return;
        }

        Continue();
    }

    protected override void Release()
    {
        Volatile.Write(ref _receiver, null);
        Volatile.Write(ref _message, null);
        Volatile.Write(ref _sender, null);
    }
}
