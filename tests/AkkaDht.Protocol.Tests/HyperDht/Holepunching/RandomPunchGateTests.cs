using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.Tests.HyperDht.Holepunching;

public sealed class RandomPunchGateTests
{
    private static readonly Instant Start = Instant.FromMilliseconds(1_000_000);

    private readonly RandomPunchGate _gate = new();

    [Fact]
    public void One_random_punch_runs_at_a_time()
    {
        Assert.True(_gate.MayPunch(Start));
        Assert.True(_gate.TryEnter(Start));

        Assert.False(_gate.MayPunch(Start));
        Assert.False(_gate.TryEnter(Start));
        Assert.Equal(1, _gate.Inside);
    }

    [Fact]
    public void The_next_begins_twenty_seconds_after_the_last_has_ended()
    {
        _gate.TryEnter(Start);
        _gate.Exit(Start + TimeSpan.FromSeconds(35));

        Assert.False(_gate.TryEnter(Start + TimeSpan.FromMilliseconds(54_999)));
        Assert.True(_gate.TryEnter(Start + TimeSpan.FromSeconds(55)));
    }

    [Fact]
    public void One_that_has_not_punched_after_all_delays_nobody()
    {
        _gate.TryEnter(Start);
        _gate.Leave();

        Assert.True(_gate.TryEnter(Start));
    }

    [Fact]
    public void A_deferred_gate_opens_after_the_interval()
    {
        _gate.Defer(Start);

        Assert.False(_gate.MayPunch(Start + TimeSpan.FromMilliseconds(19_999)));
        Assert.True(_gate.MayPunch(Start + TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Limit_and_interval_may_be_others()
    {
        var gate = new RandomPunchGate(limit: 2, TimeSpan.FromSeconds(1));

        Assert.True(gate.TryEnter(Start));
        Assert.True(gate.TryEnter(Start));
        Assert.False(gate.TryEnter(Start));
        gate.Exit(Start);
        Assert.True(gate.TryEnter(Start + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Whoever_leaves_has_been_let_in() => Assert.Throws<InvariantException>(_gate.Leave);

    [Fact]
    public void Never_are_more_inside_than_the_limit_however_many_threads_push()
    {
        const int Limit = 3;
        var gate = new RandomPunchGate(Limit, TimeSpan.Zero);
        var (inside, most, entered) = (0, 0, 0);
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                if (!gate.TryEnter(Start)) continue;

                InterlockedMax(ref most, Interlocked.Increment(ref inside));
                Interlocked.Increment(ref entered);
                Interlocked.Decrement(ref inside);
                if (i % 2 == 0) gate.Exit(Start);
                else gate.Leave();
            }
        });

        Assert.InRange(most, 1, Limit);
        Assert.Equal(0, gate.Inside);
        Assert.True(entered > 0);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
    }
}
