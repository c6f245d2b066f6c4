using System.Diagnostics;
using Akka.Actor;

namespace AkkaDht.Benchmarks.Runtime;

/// <summary>How many children a second can an actor make, and how many make and stop again?</summary>
internal static class Spawns
{
    private const int Actors = 100_000;

    /// <summary>The time runs until the last child has started.</summary>
    public static Task<double> SpawnAsync(Effort effort) => MeasureAsync(effort.Of(Actors), untilStopped: false);

    /// <summary>All children are stopped one by one when they have been made; the time runs until the last one has stopped.</summary>
    public static Task<double> SpawnAndStopAsync(Effort effort) => MeasureAsync(effort.Of(Actors), untilStopped: true);

    private static async Task<double> MeasureAsync(int count, bool untilStopped)
    {
        GC.Collect();
        using var system = Effort.StartSystem();
        var (started, stopped) = (new Countdown(count), new Countdown(count));
        var parent = system.ActorOf(Props.Create(() => new Parent(Props.Create(() => new Child(started, stopped)))));
        var elapsed = Stopwatch.StartNew();
        parent.Tell(count);
        if (untilStopped) parent.Tell(Parent.StopAll);
        await (untilStopped ? stopped : started).Reached;
        return count / elapsed.Elapsed.TotalSeconds;
    }

    private sealed class Parent(Props child) : UntypedActor
    {
        public static readonly object StopAll = new();

        protected override void OnReceive(object message)
        {
            if (message == StopAll)
                foreach (var each in Context.GetChildren()) Context.Stop(each);
            else
                for (var left = (int)message; left > 0; left--) Context.ActorOf(child);
        }
    }

    private sealed class Child(Countdown started, Countdown stopped) : UntypedActor
    {
        protected override void PreStart() => started.Count();

        protected override void PostStop() => stopped.Count();

        protected override void OnReceive(object message) { }
    }
}
