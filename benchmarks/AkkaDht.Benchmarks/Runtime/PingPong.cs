using System.Diagnostics;
using Akka.Actor;

namespace AkkaDht.Benchmarks.Runtime;

/// <summary>How many messages a second pass between actors that wait for each other's answer?</summary>
internal static class PingPong
{
    private static readonly object Ball = new();

    public static Task<double> OnePairAsync(Effort effort) => MeasureAsync(pairs: 1, messages: effort.Of(8_000_000));

    public static Task<double> ManyPairsAsync(Effort effort) => MeasureAsync(pairs: 64, messages: effort.Of(10_000_000));

    private static async Task<double> MeasureAsync(int pairs, int messages)
    {
        using var system = Effort.StartSystem();
        var strokes = messages / (2 * pairs);
        var ends = new List<Task>();
        var openings = new List<(IActorRef One, IActorRef Other)>();
        for (var pair = 0; pair < pairs; pair++)
        {
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var props = Props.Create(() => new Player(strokes, end));
            openings.Add((system.ActorOf(props), system.ActorOf(props)));
            ends.Add(end.Task);
        }

        var start = Stopwatch.GetTimestamp();
        foreach (var (one, other) in openings) one.Tell(Ball, other);
        await Task.WhenAll(ends);
        return 2.0 * strokes * pairs / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed class Player(int strokes, TaskCompletionSource end) : UntypedActor
    {
        private int _left = strokes;

        protected override void OnReceive(object message)
        {
            if (_left-- > 0) Sender.Tell(message);
            else end.TrySetResult();
        }
    }
}
