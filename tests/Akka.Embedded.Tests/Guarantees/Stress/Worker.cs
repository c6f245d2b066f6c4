using Akka.Actor;

namespace Akka.Embedded.Tests.Guarantees.Stress;

/// <summary>One of the thousand: handles work, crashes when told so, and has a timer that has to die with it.</summary>
internal sealed class Worker : UntypedActor, IWithTimers, IWithStash
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(20);

    private readonly StressRun _run;
    private readonly Slot _slot;
    private readonly object _tick = new Tick();
    private Work? _crashed;
    private bool _closed;

    public Worker(StressRun run, Slot slot)
    {
        (_run, _slot) = (run, slot);
        run.Remains.Add(this);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    protected override void PreStart()
    {
        Interlocked.Increment(ref _run.Started);
        Timers.StartPeriodicTimer("tick", _tick, TickInterval);
    }

    protected override void PostStop()
    {
        Interlocked.Increment(ref _run.Stopped);
        if (_slot.InFlight is not { } interrupted)
            return;
        _slot.Interrupted.Add(interrupted);
        _run.Account();
        _slot.InFlight = null;
    }

    protected override void PreRestart(Exception reason, object message)
    {
        _run.Expect(reason is not CrashException || _crashed is null || Equals(message, _crashed), "the failing message is shown to PreRestart");
        Interlocked.Increment(ref _run.Stopped);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Work when _closed:
                Stash.Stash();
                break;
            case Work work when _run.Mix.IsAsynchronous && work.Number % 4 == 0:
                RunTask(() => HandleAsync(work));
                break;
            case Work work:
                Handle(work);
                break;
            case Tick:
                Open(message);
                break;
            case Terminated dead:
                _run.Expect(_slot.Watched.Remove(dead.ActorRef), "a death is told once, and only to whom it concerns");
                break;
        }
    }

    private async Task HandleAsync(Work work)
    {
        _slot.InFlight = work;
        var (self, sender) = (Self, Sender);
        if (work.Number % 8 == 0) await Task.Delay(1);
        else await Task.Yield();
        _run.Expect(Equals(Self, self) && Equals(Sender, sender), "the sender stays over an await");
        _slot.InFlight = null;
        Handle(work);
    }

    private void Handle(Work work)
    {
        _run.Expect(_slot.IsInOrder(work), "messages of one sender arrive in order");
        switch (work.Deed)
        {
            case Deed.CrashAndResume: Crash(work, Directive.Resume); break;
            case Deed.CrashAndRestart: Crash(work, Directive.Restart); break;
            case Deed.CrashAndStop: Crash(work, Directive.Stop); break;
            case Deed.CrashAndEscalate: Crash(work, Directive.Escalate); break;
            case Deed.Pass: _run.Send(_slot.Teller, Self); break;
            case Deed.Answer: Sender.Tell(work.Number); break;
            case Deed.Close: _closed = true; break;
            case Deed.Watch: WatchAnother(); break;
            case Deed.Unwatch: UnwatchAnother(); break;
        }

        _slot.Handled.Add(work);
        _run.Account();
    }

    private void Crash(Work work, Directive directive)
    {
        _crashed = directive == Directive.Resume ? null : work;
        _slot.Crashed.Add(work);
        _run.Account();
        throw new CrashException(directive);
    }

    private void Open(object tick)
    {
        _run.Expect(ReferenceEquals(tick, _tick), "the timer of an old incarnation is silent");
        Interlocked.Increment(ref _run.Ticks);
        if (!_closed)
            return;
        _closed = false;
        Stash.UnstashAll();
    }

    private void WatchAnother()
    {
        if (_run.AnyWorker(_slot.Teller.Random) is { } other && !other.Equals(Self) && _slot.Watched.Add(other))
            Context.Watch(other);
    }

    private void UnwatchAnother()
    {
        if (_slot.Watched.FirstOrDefault() is not { } other)
            return;
        Context.Unwatch(other);
        _slot.Watched.Remove(other);
    }

    private sealed record Tick : INotInfluenceReceiveTimeout;
}
