using AkkaDht.Protocol;
using AkkaDht.Relaying;

namespace AkkaDht.Tests.Relaying;

/// <summary>How many bytes pass in which time.</summary>
public sealed class RelayMeterTests
{
    [Fact]
    public void What_one_second_allows_passes_at_once_and_no_more()
    {
        var meter = new RelayMeter(1000);
        Assert.Equal(1000, PassedAt(meter, Instant.Zero));
        Assert.Equal(0, PassedAt(meter, Instant.Zero));
    }

    [Fact]
    public void Then_as_much_as_time_goes_by()
    {
        var meter = new RelayMeter(1000);
        PassedAt(meter, Instant.Zero);
        Assert.Equal(250, PassedAt(meter, Instant.FromMilliseconds(250)));
        Assert.Equal(750, PassedAt(meter, Instant.FromMilliseconds(1000)));
    }

    [Fact]
    public void What_was_not_used_is_not_saved_up_for_more_than_a_second()
    {
        var meter = new RelayMeter(1000);
        PassedAt(meter, Instant.Zero);
        Assert.Equal(1000, PassedAt(meter, Instant.FromMilliseconds(60_000)));
    }

    [Fact]
    public void Without_a_rate_everything_passes()
    {
        var meter = new RelayMeter(0);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(meter.TryPass(Instant.Zero, int.MaxValue)));
    }

    [Fact]
    public void Several_at_once_share_what_there_is()
    {
        var meter = new RelayMeter(10_000);
        var passed = 0;
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 10_000; i++)
                if (meter.TryPass(Instant.Zero, 1)) Interlocked.Increment(ref passed);
        });

        Assert.Equal(10_000, passed);
    }

    private static int PassedAt(RelayMeter meter, Instant now)
    {
        var passed = 0;
        while (meter.TryPass(now, 10)) passed += 10;
        return passed;
    }
}
