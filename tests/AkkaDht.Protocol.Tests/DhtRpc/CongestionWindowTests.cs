using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.DhtRpc;

public sealed class CongestionWindowTests
{
    [Fact]
    public void A_slot_is_full_with_the_maximum_of_one_window()
    {
        var window = new CongestionWindow(maxWindow: 2);

        window.Send();
        Assert.False(window.IsFull);
        window.Send();

        Assert.True(window.IsFull);
    }

    [Fact]
    public void All_slots_together_are_full_with_twice_the_maximum()
    {
        var window = new CongestionWindow(maxWindow: 3);
        for (var slot = 0; slot < 3; slot++)
        {
            Send(window, 2);
            Assert.Equal(slot == 2, window.IsFull);
            window.Drain();
        }

        Assert.True(window.IsFull);
    }

    [Fact]
    public void A_reply_counts_for_the_present_slot_only()
    {
        var window = new CongestionWindow(maxWindow: 2);
        Send(window, 2);
        window.Drain();

        window.Receive();

        Assert.Equal(2, window.Total);
    }

    [Fact]
    public void Four_slots_later_a_transmission_is_forgotten()
    {
        var window = new CongestionWindow(maxWindow: 8);
        window.AdvanceTo(Instant.Zero);
        Send(window, 8);

        window.AdvanceTo(At(4 * 750 - 1));
        Assert.Equal(8, window.Total);
        window.AdvanceTo(At(4 * 750));

        Assert.Equal(0, window.Total);
    }

    [Fact]
    public void Advancing_late_is_the_same_as_having_drained_in_time()
    {
        var (lazy, punctual) = (new CongestionWindow(4), new CongestionWindow(4));
        var random = new SeededRandom(1);
        lazy.AdvanceTo(Instant.Zero);

        for (var slot = 1; slot <= 400; slot++)
        {
            punctual.Drain();
            if (random.Next(3) > 0) continue;

            lazy.AdvanceTo(At(slot * 750 + random.Next(750)));
            var sent = random.Next(6);
            Send(lazy, sent);
            Send(punctual, sent);

            Assert.Equal(punctual.Total, lazy.Total);
            Assert.Equal(punctual.IsFull, lazy.IsFull);
        }
    }

    [Fact]
    public void The_next_drain_is_always_ahead_and_on_the_beat()
    {
        var window = new CongestionWindow(4);
        Assert.Equal(Instant.Never, window.NextDrain);

        window.AdvanceTo(At(100));
        Assert.Equal(At(850), window.NextDrain);
        window.AdvanceTo(At(850));
        Assert.Equal(At(1600), window.NextDrain);
        window.AdvanceTo(At(100 + 3600_000));

        Assert.Equal(At(100 + 3600_000 + 750), window.NextDrain);
    }

    [Fact]
    public void A_cleared_window_is_empty()
    {
        var window = new CongestionWindow(maxWindow: 1);
        Send(window, 5);

        window.Clear();

        Assert.False(window.IsFull);
        Assert.Equal(0, window.Total);
    }

    private static void Send(CongestionWindow window, int count)
    {
        for (var i = 0; i < count; i++) window.Send();
    }

    private static Instant At(long milliseconds) => Instant.FromMilliseconds(milliseconds);
}
