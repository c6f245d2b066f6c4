using Akka.Actor;

namespace Akka.Embedded.Tests.Guarantees.Stress;

/// <summary>Has overseers, and restarts those that fail for a worker.</summary>
internal sealed class Owner(StressRun run, int overseers) : UntypedActor
{
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, _ => Directive.Restart, loggingEnabled: false);

    protected override void PreStart()
    {
        foreach (var slots in run.Slots.Chunk(run.Slots.Count / overseers))
            Context.ActorOf(Props.Create(() => new Overseer(run, slots)));
    }

    protected override void OnReceive(object message)
    {
        foreach (var overseer in Context.GetChildren())
            overseer.Forward(message);
    }
}

/// <summary>Has workers in its slots, and a new one of the same name for each that has ended.</summary>
internal sealed class Overseer(StressRun run, Slot[] slots) : UntypedActor
{
    /// <summary>Asks an overseer how many children it has.</summary>
    public sealed record CountChildren
    {
        public static readonly CountChildren Instance = new();
    }

    protected override SupervisorStrategy SupervisorStrategy() => run.Mix.Strategy();

    protected override void PreStart()
    {
        foreach (var slot in slots)
            Hire(slot);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Ended ended when Context.Child(NameOf(ended.Slot)).IsNobody(): // the place may have been taken by a restart meanwhile
                Hire(ended.Slot);
                break;
            case CountChildren:
                Sender.Tell(Context.GetChildren().Count());
                break;
        }
    }

    private void Hire(Slot slot)
    {
        slot.Watched.Clear();
        var worker = Context.ActorOf(Props.Create(() => new Worker(run, slot)), NameOf(slot));
        Context.WatchWith(worker, new Ended(slot));
        run.Mourner.Tell(worker);
        run.Remains.Add(worker);
        slot.Worker = worker;
    }

    private static string NameOf(Slot slot) => $"worker-{slot.Index}";

    private sealed record Ended(Slot Slot);
}

/// <summary>Watches every worker that there ever was, and outlives them all.</summary>
internal sealed class Mourner(StressRun run) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IActorRef worker:
                Context.Watch(worker);
                Interlocked.Increment(ref run.Hired);
                break;
            case Terminated:
                Interlocked.Increment(ref run.Mourned);
                break;
        }
    }
}

/// <summary>Takes the work that became a dead letter into account.</summary>
internal sealed class Coroner(StressRun run) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is not Event.DeadLetter { Message: Work work })
            return;
        run.Dead.Add(work);
        run.Account();
    }
}
