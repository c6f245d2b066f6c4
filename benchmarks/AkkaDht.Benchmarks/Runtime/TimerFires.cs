using System.Diagnostics;
using Akka.Actor;

namespace AkkaDht.Benchmarks.Runtime;

/// <summary>How many timer messages a second do 5,000 actors get that each asked for one every millisecond?</summary>
internal static class TimerFires
{
    private const int Actors = 5_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    // Real timers take some time to get going, however short the run.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    public static async Task<double> MeasureAsync(Effort effort)
    {
        using var system = Effort.StartSystem();
        var fires = new long[effort.Of(Actors)];
        for (var i = 0; i < fires.Length; i++)
        {
            var own = i;
            system.ActorOf(Props.Create(() => new Ticking(fires, own)));
        }

        await Task.Delay(AtLeast(effort.Of(WarmUp)));
        var (before, start) = (fires.Sum(), Stopwatch.GetTimestamp());
        await Task.Delay(AtLeast(effort.Of(Window)));
        return (fires.Sum() - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static TimeSpan AtLeast(TimeSpan time) => time > Least ? time : Least;

    private sealed class Ticking(long[] fires, int own) : UntypedActor, IWithTimers
    {
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1);

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("tick", "tick", Interval);

        protected override void OnReceive(object message) => fires[own]++;
    }
}
