namespace AkkaDht.Benchmarks.Runtime;

/// <summary>One figure of the runtime, with what the real Akka.NET 1.5.30 gives for it on two processors.</summary>
/// <param name="Name">As the command line calls it.</param>
/// <param name="Label">As the table calls it, with the unit.</param>
/// <param name="Lower">The lower end of Akka.NET's range; null where nobody has measured it.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="MeasureAsync">Takes the figure once.</param>
internal sealed record Figure(string Name, string Label, double? Lower, double? Upper, Func<Effort, Task<double>> MeasureAsync)
{
    /// <summary>What <c>runtime</c> measures, in the order of its table.</summary>
    public static IReadOnlyList<Figure> All { get; } =
    [
        new("pingpong", "ping-pong of one pair, messages/s", 3_700_000, 9_100_000, PingPong.OnePairAsync),
        new("pingpong64", "ping-pong of 64 pairs, messages/s", 7_400_000, 17_900_000, PingPong.ManyPairsAsync),
        new("tells", "a thread tells a ReceiveActor, messages/s", 13_600_000, 17_100_000, Tells.FromThreadAsync),
        new("fanin", "16 actors tell one, messages/s", 11_600_000, 16_300_000, Tells.FanInAsync),
        new("spawns", "spawns/s", 93_000, 106_000, Spawns.SpawnAsync),
        new("spawnstop", "spawns and stops/s", 44_000, 49_000, Spawns.SpawnAndStopAsync),
        new("ask", "asks one after another, answers/s", 500_000, 1_070_000, Asks.OneByOneAsync),
        new("ask64", "asks with 64 in flight, answers/s", 1_260_000, 1_720_000, Asks.InFlightAsync),
        new("timers", "5,000 timers of 1 ms, fires/s", 113_000, 135_000, TimerFires.MeasureAsync),
        new("untyped", "idle UntypedActor, bytes", 1_720, 1_720, IdleMemory.UntypedAsync),
        new("receive", "idle ReceiveActor with two handlers, bytes", 1_936, 1_936, IdleMemory.ReceiveAsync),
        new("ownprops", "idle UntypedActor with Props of its own, bytes", null, null, IdleMemory.OwnPropsAsync),
        new("touched", "idle UntypedActor that has had a message, bytes", null, null, IdleMemory.TouchedAsync),
    ];
}
