namespace Akka.Actor;

/// <summary>
/// Silence with an alarm that is left alone: a message only notes until when it is to be silent, and the alarm, when it goes
/// off, looks at the note and is set again for what is left. So messages take no lock, however often they come; the alarm is
/// set by the actor only when it would go off too late.
/// </summary>
internal sealed class WatchedSilence(LocalRef actor, ITimers timers) : Silence
{
    private const long Never = long.MaxValue;

    // Both in ticks of the timers' clock. The actor writes the one and then reads the other, the alarm the other way round, so
    // that one of them sees that the alarm has to be set.
    private long _until = Never;
    private long _alarmAt = Never;
    private Alarm? _alarm;

    public override void Forget()
    {
        End();
        if (_alarm is not null)
            timers.Disarm(_alarm);
    }

    protected override void Begin(TimeSpan limit)
    {
        var until = timers.Now.Ticks + Math.Min(limit.Ticks, Never / 2);
        Interlocked.Exchange(ref _until, until);
        if (Volatile.Read(ref _alarmAt) > until)
            Set(until);
    }

    protected override void End() => Volatile.Write(ref _until, Never);

    private void Set(long until)
    {
        lock (this)
        {
            if (_alarmAt <= until)
                return;
            timers.Disarm(_alarm ??= new Alarm(this));
            Interlocked.Exchange(ref _alarmAt, until);
            timers.Arm(_alarm, TimeSpan.FromTicks(Math.Max(until - timers.Now.Ticks, 0)));
        }
    }

    private void GoOff()
    {
        Interlocked.Exchange(ref _alarmAt, Never);
        var until = Volatile.Read(ref _until);
        if (until == Never)
            return;
        if (until > timers.Now.Ticks)
            Set(until);
        else if (Interlocked.CompareExchange(ref _until, Never, until) == until)
            actor.Tell(ReceiveTimeout.Instance, actor);
    }

    private sealed class Alarm(WatchedSilence silence) : TimerNode
    {
        public override void Fire() => silence.GoOff();
    }
}
