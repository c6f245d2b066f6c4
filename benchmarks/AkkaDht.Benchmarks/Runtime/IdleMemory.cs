using Akka.Actor;

namespace AkkaDht.Benchmarks.Runtime;

/// <summary>How many bytes of the heap does an actor take that waits for something to do, with all that belongs to it?</summary>
internal static class IdleMemory
{
    private const int Actors = 200_000;

    public static Task<double> UntypedAsync(Effort effort)
    {
        var props = Props.Create(() => new Idle());
        return MeasureAsync(effort, () => props);
    }

    public static Task<double> ReceiveAsync(Effort effort)
    {
        var props = Props.Create(() => new IdleReceiver());
        return MeasureAsync(effort, () => props);
    }

    /// <summary>As most actors are made: with arguments, and so with props that no other one shares.</summary>
    public static Task<double> OwnPropsAsync(Effort effort) => MeasureAsync(effort, () => Props.Create(() => new Idle()));

    public static Task<double> TouchedAsync(Effort effort)
    {
        var props = Props.Create(() => new Idle());
        return MeasureAsync(effort, () => props, message: "touch");
    }

    // The children's own answers say that they are up and at rest again; Identify would be one more message for each.
    private static async Task<double> MeasureAsync(Effort effort, Func<Props> makeProps, object? message = null)
    {
        var count = effort.Of(Actors);
        using var system = Effort.StartSystem();
        var parent = system.ActorOf(Props.Create(() => new Parent()));
        await parent.Ask<int>(new Make(1, makeProps, message));
        var before = HeapBytes();
        await parent.Ask<int>(new Make(count, makeProps, message));
        return (double)(HeapBytes() - before) / count;
    }

    private static long HeapBytes()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed record Make(int Count, Func<Props> MakeProps, object? Message);

    private sealed record Up
    {
        public static readonly Up Instance = new();
    }

    private sealed class Parent : UntypedActor
    {
        private IActorRef _client = ActorRefs.Nobody;
        private int _awaited;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Make make:
                    _client = Sender;
                    _awaited = make.Message is null ? make.Count : 2 * make.Count;
                    for (var left = make.Count; left > 0; left--)
                    {
                        var child = Context.ActorOf(make.MakeProps());
                        if (make.Message is not null) child.Tell(make.Message);
                    }

                    break;
                case Up:
                    if (--_awaited == 0) _client.Tell(Context.GetChildren().Count());
                    break;
            }
        }
    }

    private sealed class Idle : UntypedActor
    {
        protected override void PreStart() => Context.Parent.Tell(Up.Instance);

        protected override void OnReceive(object message) => Sender.Tell(Up.Instance);
    }

    private sealed class IdleReceiver : ReceiveActor
    {
        public IdleReceiver()
        {
            Receive<string>(_ => { });
            Receive<int>(_ => { });
        }

        protected override void PreStart() => Context.Parent.Tell(Up.Instance);
    }
}
