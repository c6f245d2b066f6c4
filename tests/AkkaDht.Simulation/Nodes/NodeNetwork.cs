#if AKKA_EMBEDDED
using Akka.Embedded.Deterministic;
using AkkaDht.Protocol;

namespace AkkaDht.Simulation.Nodes;

/// <summary>
/// A <see cref="SimNetwork"/> for whole nodes, in the virtual time of the runtime that their actors run on: the runtime's clock
/// wakes it for whatever arrives next. One seed of the runtime, one run of both.
/// </summary>
public sealed class NodeNetwork : IDisposable
{
    // The runtime's clock is this exact; something that arrives in between arrives at its next point in time.
    private const long TicksPerStep = TimeSpan.TicksPerMicrosecond;

    private readonly DeterministicRuntime _runtime;
    private readonly ITimer _wake;

    /// <summary>An empty network in which every way does what <paramref name="conditions"/> say.</summary>
    public NodeNetwork(DeterministicRuntime runtime, LinkConditions? conditions = null)
    {
        _runtime = runtime;
        Wires = new SimNetwork(runtime.Random.Next()) { Conditions = conditions ?? LinkConditions.Perfect };
        CatchUp();
        _wake = runtime.Clock.CreateTimer(static network => ((NodeNetwork)network!).WakeUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The ways, hosts and NATs.</summary>
    public SimNetwork Wires { get; }

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();

    /// <summary>Sends a datagram on its way at the runtime's time.</summary>
    internal void Send(PeerAddress from, PeerAddress to, ReadOnlySpan<byte> datagram, byte ttl)
    {
        CatchUp();
        Wires.Send(from, to, datagram, ttl);
        Arm();
    }

    private void WakeUp()
    {
        CatchUp();
        Arm();
    }

    private void CatchUp()
    {
        var now = Instant.Zero + _runtime.Elapsed;
        if (now > Wires.Now) Wires.RunFor(now - Wires.Now);
    }

    private void Arm()
    {
        var next = Wires.NextEvent;
        if (next == Instant.Never) return;

        var steps = (Math.Max(0, (next - Wires.Now).Ticks) + TicksPerStep - 1) / TicksPerStep;
        _wake.Change(new TimeSpan(steps * TicksPerStep), Timeout.InfiniteTimeSpan);
    }
}
#endif
