namespace AkkaDht.Simulation.Tests;

/// <summary>What a way through the network does to datagrams.</summary>
public sealed class LinkTests
{
    private const int Many = 20_000;

    private readonly Instant[] _arrivals = new Instant[Link.MaxArrivals];

    [Fact]
    public void A_perfect_way_takes_no_time()
    {
        var link = Make(LinkConditions.Perfect);

        Assert.Equal(1, link.Offer(At(5), 100, _arrivals));
        Assert.Equal(At(5), _arrivals[0]);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    public void The_wanted_share_is_lost(double share)
    {
        var link = Make(new() { Loss = share });

        var arrived = Offers(link).Count(count => count == 1);

        Assert.InRange(1 - arrived / (double)Many, share * 0.8, share * 1.2);
        Assert.Equal(Many - arrived, link.Stats.Lost);
    }

    [Fact]
    public void The_wanted_share_arrives_twice()
    {
        var link = Make(new() { Duplication = 0.1 });

        var twice = Offers(link).Count(count => count == 2);

        Assert.InRange(twice, Many * 0.08, Many * 0.12);
        Assert.Equal(twice, link.Stats.Duplicated);
        Assert.Equal(Many + twice, link.Stats.Scheduled);
    }

    [Fact]
    public void An_arrival_is_late_by_no_more_than_was_said()
    {
        var link = Make(new() { Delay = Ms(20), Jitter = Ms(5), Reordering = 1, Lateness = Ms(30) });

        var latest = Instant.Zero;
        for (var i = 0; i < Many; i++)
        {
            link.Offer(Instant.Zero, 100, _arrivals);
            Assert.InRange(_arrivals[0].Ticks, At(20).Ticks, At(55).Ticks);
            if (_arrivals[0] > latest) latest = _arrivals[0];
        }

        Assert.InRange(latest.Ticks, At(50).Ticks, At(55).Ticks);
    }

    [Fact]
    public void A_slow_way_sends_one_after_the_other()
    {
        var link = Make(new() { BytesPerSecond = 100_000, Delay = Ms(7) });

        link.Offer(At(0), 1000, _arrivals);
        var first = _arrivals[0];
        link.Offer(At(0), 1000, _arrivals);

        Assert.Equal(At(17), first);
        Assert.Equal(At(27), _arrivals[0]);
        Assert.Equal(1500, link.QueuedBytes(At(5)));
    }

    [Fact]
    public void A_slow_way_that_was_idle_has_nothing_saved_up()
    {
        var link = Make(new() { BytesPerSecond = 100_000 });

        link.Offer(At(0), 1000, _arrivals);
        link.Offer(At(1000), 1000, _arrivals);

        Assert.Equal(At(1010), _arrivals[0]);
    }

    [Fact]
    public void A_full_queue_drops_what_comes_on_top()
    {
        var link = Make(new() { BytesPerSecond = 100_000, QueueBytes = 2500 });

        int[] counts = [.. Enumerable.Range(0, 4).Select(_ => link.Offer(At(0), 1000, _arrivals))];
        var later = link.Offer(At(10), 1000, _arrivals);

        Assert.Equal([1, 1, 0, 0], counts);
        Assert.Equal(1, later);
        Assert.Equal(2, link.Stats.Overflowed);
    }

    [Fact]
    public void Only_what_is_too_long_vanishes_in_a_black_hole()
    {
        var link = Make(new() { MaxDatagramBytes = 1200 });

        Assert.Equal(1, link.Offer(At(0), 1200, _arrivals));
        Assert.Equal(0, link.Offer(At(0), 1201, _arrivals));
        Assert.Equal(1, link.Stats.TooLong);
    }

    [Fact]
    public void Nothing_passes_a_cut()
    {
        var link = Make(new() { IsCut = true });

        Assert.Equal(0, link.Offer(At(0), 1, _arrivals));

        link.Conditions = LinkConditions.Perfect;
        Assert.Equal(1, link.Offer(At(0), 1, _arrivals));
        Assert.Equal(1, link.Stats.Cut);
    }

    [Fact]
    public void One_seed_is_one_fate()
    {
        var conditions = new LinkConditions { Loss = 0.3, Duplication = 0.3, Reordering = 0.3, Jitter = Ms(50) };

        Assert.Equal(Fates(new Link(conditions, new SimRandom(4))), Fates(new Link(conditions, new SimRandom(4))));
        Assert.NotEqual(Fates(new Link(conditions, new SimRandom(4))), Fates(new Link(conditions, new SimRandom(5))));
    }

    private List<Instant> Fates(Link link)
    {
        var fates = new List<Instant>();
        for (var i = 0; i < 100; i++)
            fates.AddRange(_arrivals[..link.Offer(At(i), 100, _arrivals)]);
        return fates;
    }

    private IEnumerable<int> Offers(Link link) => Enumerable.Range(0, Many).Select(i => link.Offer(At(i), 100, _arrivals));

    private static Link Make(LinkConditions conditions) => new(conditions, new SimRandom(1));

    private static Instant At(long milliseconds) => Instant.FromMilliseconds(milliseconds);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
