#if AKKA_EMBEDDED
using Akka.Actor;

namespace Akka.Embedded.Tests.Deterministic.Gremlins;

/// <summary>The steps in the life of one actor over all its incarnations, and whom it watches.</summary>
internal sealed class Life(World world, IActorRef self)
{
    private readonly HashSet<IActorRef> _watched = [];
    private string _last = "";

    /// <summary>Whether the last step was a stop.</summary>
    public bool HasStopped => _last == "PostStop";

    /// <summary>Takes a step that has been finished, which must be one that may follow the last.</summary>
    public void Step(string step)
    {
        string[] possible = _last switch
        {
            "" => ["constructor"],
            "constructor" => ["PreStart", "PostRestart", "constructor"],
            "PreStart" or "PostRestart" or "message" => ["message", "PreRestart", "PostStop"],
            "PreRestart" => ["constructor"],
            _ => [],
        };
        world.Require(possible.Contains(step), $"{self}: {step} after {_last}");
        _last = step;
    }

    public void Watch(IActorRef subject, IActorContext context)
    {
        if (subject.IsNobody() || subject.Equals(self))
            return;
        context.Watch(subject);
        _watched.Add(subject);
    }

    public void UnwatchOne(IActorContext context)
    {
        if (_watched.FirstOrDefault() is { } subject)
            Unwatch(subject, context);
    }

    public void Unwatch(IActorRef subject, IActorContext context)
    {
        context.Unwatch(subject);
        _watched.Remove(subject);
    }

    /// <summary>News of a death come once for a watch, and after the death.</summary>
    public void Mourn(IActorRef dead)
    {
        world.Require(_watched.Remove(dead), $"{self} was told of {dead} without watching");
        world.Require(world.LifeOf(dead).MayBeOver, $"{self} was told of {dead}, which is in {_last}");
    }

    public void CheckEnd() => world.Require(MayBeOver, $"{self} never stopped after {_last}");

    /// <summary>Without a finished start there is nothing to stop.</summary>
    private bool MayBeOver => _last is "PostStop" or "" or "constructor" or "PreRestart";
}
#endif
