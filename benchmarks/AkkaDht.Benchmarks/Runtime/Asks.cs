using System.Diagnostics;
using Akka.Actor;

namespace AkkaDht.Benchmarks.Runtime;

/// <summary>How many questions a second does an actor answer to a task that waits for each answer, and how many to 64 of them?</summary>
internal static class Asks
{
    private static readonly object Question = new();

    public static Task<double> OneByOneAsync(Effort effort) => MeasureAsync(askers: 1, questions: effort.Of(1_000_000));

    public static Task<double> InFlightAsync(Effort effort) => MeasureAsync(askers: 64, questions: effort.Of(2_000_000));

    private static async Task<double> MeasureAsync(int askers, int questions)
    {
        using var system = Effort.StartSystem();
        var answerer = system.ActorOf(Props.Create(() => new Answerer()));
        var each = questions / askers;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, askers).Select(_ => Task.Run(AskAsync)));
        return each * askers / Stopwatch.GetElapsedTime(start).TotalSeconds;

        async Task AskAsync()
        {
            for (var left = each; left > 0; left--) await answerer.Ask<object>(Question);
        }
    }

    private sealed class Answerer : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}
