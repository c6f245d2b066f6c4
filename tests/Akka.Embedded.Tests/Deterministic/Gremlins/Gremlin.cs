#if AKKA_EMBEDDED
using Akka.Actor;

namespace Akka.Embedded.Tests.Deterministic.Gremlins;

/// <summary>Does something at random for each message it gets.</summary>
internal sealed class Gremlin : UntypedActor, IWithStash, IWithTimers
{
    private const int MaxDepth = 3;
    private const int MaxChildren = 4;

    private readonly World _world;
    private readonly Life _life;
    private readonly int _depth;

    public Gremlin(World world, int depth)
    {
        _world = world;
        _depth = depth;
        _life = world.LifeOf(Self);
        MayFail(4);
        _life.Step("constructor");
    }

    public IStash Stash { get; set; } = null!;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(World world, int depth) => Akka.Actor.Props.Create<Gremlin>(world, depth);

    protected override void PreStart()
    {
        MayFail(4);
        _life.Step("PreStart");
    }

    protected override void PreRestart(Exception reason, object message)
    {
        _life.Step("PreRestart");
        foreach (var child in Context.GetChildren())
            if (_world.Chance(70))
                Context.Stop(child);
        MayFail(4);
    }

    protected override void PostRestart(Exception reason)
    {
        MayFail(4);
        _life.Step("PostRestart");
    }

    protected override void PostStop()
    {
        foreach (var child in Context.GetChildren())
            _world.Require(false, $"{Self} stops before {child}");
        _life.Step("PostStop");
        MayFail(4);
    }

    protected override SupervisorStrategy SupervisorStrategy() => _world.Chance(75)
        ? new OneForOneStrategy(Decide)
        : new AllForOneStrategy(Decide);

    protected override void OnReceive(object message)
    {
        _life.Step("message");
        switch (message)
        {
            case Terminated death:
                _life.Mourn(death.ActorRef);
                break;
            case Note note when _world.Chance(8):
                _world.Stash(note);
                Stash.Stash();
                break;
            case Note note:
                _world.Handle(note, Self);
                Act();
                break;
            default:
                Act();
                break;
        }
    }

    private Directive Decide(Exception cause) => _world.Roll(10) switch
    {
        < 5 => Directive.Restart,
        < 7 => Directive.Resume,
        < 9 => Directive.Stop,
        _ => Directive.Escalate,
    };

    private void Act()
    {
        switch (_world.Roll(40))
        {
            case <= 9: TellSomeone(); break;
            case <= 17: Spawn(); break;
            case <= 19: throw new InvalidOperationException("message");
            case 20: Context.Stop(Self); break;
            case 21: Context.Stop(SomeChild()); break;
            case <= 23: _life.Watch(_world.Someone(), Context); break;
            case 24: _life.UnwatchOne(Context); break;
            case <= 26: Stash.UnstashAll(); break;
            case <= 29: Timers.StartSingleTimer(_world.Roll(3), "tick", TimeSpan.FromMilliseconds(_world.Roll(10))); break;
            case 30: Timers.Cancel(_world.Roll(3)); break;
            case 31: _world.Someone().Tell(PoisonPill.Instance); break;
            case 32: _world.Someone().Tell(Kill.Instance); break;
            case <= 36: RunTask(AwaitSomething); break;
            default: Context.SetReceiveTimeout(_world.Chance(50) ? TimeSpan.FromMilliseconds(7) : null); break;
        }
    }

    private void TellSomeone()
    {
        var someone = _world.Someone();
        someone.Tell(_world.NewNote(Self, someone));
    }

    private void Spawn()
    {
        if (_depth < MaxDepth && Context.GetChildren().Count() < MaxChildren)
            _life.Watch(Context.ActorOf(Props(_world, _depth + 1)), Context);
    }

    private IActorRef SomeChild() => Context.GetChildren().ElementAtOrDefault(_world.Roll(MaxChildren)) ?? ActorRefs.Nobody;

    private async Task AwaitSomething()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_world.Roll(4)), _world.Clock);
        _world.Require(!_life.HasStopped, $"{Self} went on after its end");
        MayFail(20);
        TellSomeone();
    }

    private void MayFail(int percent)
    {
        if (_world.Chance(percent))
            throw new InvalidOperationException("gremlin");
    }
}
#endif
