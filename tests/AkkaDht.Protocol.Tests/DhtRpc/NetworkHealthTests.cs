using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.DhtRpc;

public sealed class NetworkHealthTests
{
    private static readonly (int Replies, int Timeouts) Good = (10, 0);
    private static readonly (int Replies, int Timeouts) Bad = (3, 9);
    private static readonly (int Replies, int Timeouts) Silent = (0, 9);
    private static readonly (int Replies, int Timeouts) Quiet = (1, 1);

    [Fact]
    public void A_node_is_online_until_shown_otherwise()
    {
        var run = new Run(new NetworkHealth());

        Assert.Equal((true, false), run.State);
        Assert.True(run.Health.IsCold);
    }

    [Fact]
    public void One_silent_tick_is_forgiven_and_two_are_an_outage()
    {
        var run = new Run(new NetworkHealth()).Ticks(Good, 4).Ticks(Silent, 1);
        Assert.Equal((true, false), run.State);

        run.Ticks(Silent, 1);

        Assert.Equal((false, false), run.State);
    }

    [Fact]
    public void One_reply_ends_an_outage()
    {
        var run = new Run(new NetworkHealth()).Ticks(Good, 4).Ticks(Silent, 5).Ticks(Bad, 1);

        Assert.Equal((true, false), run.State);
    }

    [Fact]
    public void Four_bad_ticks_degrade_and_four_good_ones_heal()
    {
        var run = new Run(new NetworkHealth()).Ticks(Good, 4).Ticks(Bad, 3);
        Assert.Equal((true, false), run.State);
        run.Ticks(Bad, 1);
        Assert.Equal((true, true), run.State);
        run.Ticks(Good, 3);
        Assert.Equal((true, true), run.State);

        run.Ticks(Good, 1);

        Assert.Equal((true, false), run.State);
    }

    [Fact]
    public void A_quiet_tick_says_nothing()
    {
        var run = new Run(new NetworkHealth()).Ticks(Good, 4).Ticks(Silent, 1).Ticks(Quiet, 3);
        Assert.Equal((true, false), run.State);

        run.Ticks(Silent, 1);

        Assert.Equal((false, false), run.State);
    }

    [Fact]
    public void Degradation_after_an_outage_heals()
    {
        var run = new Run(new NetworkHealth()).Ticks(Good, 5).Ticks(Silent, 3).Ticks(Bad, 6);
        Assert.Equal((true, true), run.State);

        run.Ticks(Good, 4);

        Assert.Equal((true, false), run.State);
    }

    [Fact]
    public void With_the_drift_of_the_reference_degradation_after_an_outage_stays()
    {
        var run = new Run(new NetworkHealth(driftsAsReference: true)).Ticks(Good, 5).Ticks(Silent, 3).Ticks(Bad, 6).Ticks(Good, 100);

        Assert.Equal((true, true), run.State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Four_good_ticks_heal_whatever_came_before(int seed)
    {
        var random = new SeededRandom(seed);
        var run = new Run(new NetworkHealth());
        for (var round = 0; round < 200; round++)
        {
            for (var tick = random.Next(12); tick >= 0; tick--) run.Ticks((random.Next(8), random.Next(8)), 1);
            run.Ticks(Good, 4);

            Assert.Equal((true, false), run.State);
        }
    }

    [Fact]
    public void A_reset_forgets_an_outage()
    {
        var run = new Run(new NetworkHealth()).Ticks(Good, 4).Ticks(Silent, 3);

        run.Health.Reset();

        Assert.Equal((true, false), run.State);
        Assert.True(run.Health.IsCold);
    }

    private sealed class Run(NetworkHealth health)
    {
        private long _replies;
        private long _timeouts;

        public NetworkHealth Health => health;

        public (bool IsOnline, bool IsDegraded) State => (health.IsOnline, health.IsDegraded);

        public Run Ticks((int Replies, int Timeouts) each, int count)
        {
            for (var i = 0; i < count; i++) health.Update(_replies += each.Replies, _timeouts += each.Timeouts);
            return this;
        }
    }
}
