using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>When the next packet may leave.</summary>
public sealed class PacerTests
{
    private const double BytesPerTick = 10_000.0 / TimeSpan.TicksPerMillisecond;

    [Fact]
    public void Credit_comes_in_steps_of_a_millisecond()
    {
        var pacer = Spent(out var now);

        Assert.False(pacer.MaySend(now + TimeSpan.FromMicroseconds(999), BytesPerTick));
        Assert.Equal(now + TimeSpan.FromMilliseconds(1), pacer.NextAt);
        Assert.True(pacer.MaySend(pacer.NextAt, BytesPerTick));
    }

    [Fact]
    public void A_step_yields_what_the_rate_allows_and_a_debt_is_paid_first()
    {
        var pacer = Spent(out var now);

        var packets = 0;
        for (; pacer.MaySend(now + TimeSpan.FromMilliseconds(3), BytesPerTick); packets++) pacer.Sent(1000);

        Assert.Equal(30, packets);
    }

    [Fact]
    public void A_timer_that_fires_late_costs_nothing_and_idleness_earns_no_flood()
    {
        var (late, idle) = (Spent(out var now), Spent(out _));

        Assert.Equal(20 * 10, Count(ref late, now + TimeSpan.FromMilliseconds(20)));
        Assert.Equal(20 * 10, Count(ref idle, now + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void What_left_without_being_asked_about_need_not_be_paid_for_later()
    {
        var pacer = Spent(out var now);

        for (var packet = 0; packet < 1_000_000; packet++) pacer.Sent(1000);

        Assert.True(pacer.MaySend(now + TimeSpan.FromMilliseconds(1), BytesPerTick));
    }

    private static int Count(ref Pacer pacer, Instant now)
    {
        var packets = 0;
        for (; pacer.MaySend(now, BytesPerTick); packets++) pacer.Sent(1000);
        return packets;
    }

    private static Pacer Spent(out Instant now)
    {
        now = Instant.FromMilliseconds(1000);
        var pacer = new Pacer();
        pacer.MaySend(now, bytesPerTick: 0);
        pacer.Sent(25_000);
        return pacer;
    }
}
