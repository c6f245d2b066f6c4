using AkkaDht.Protocol.Udx;
using AkkaDht.Protocol.Udx.Congestion;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>What a stream knows of its path: round trips, lengths, maxima, and the credit of its pacer (05-udx.md B3, B6, B7, B9).</summary>
public sealed class EstimatorTests
{
    [Fact]
    public void The_first_round_trip_is_taken_as_it_is_and_later_ones_by_an_eighth()
    {
        var rtt = new RttEstimator();
        Assert.False(rtt.IsKnown);

        rtt.Add(At(0), Ms(800));
        Assert.Equal((Ms(800), Ms(2400)), (rtt.Smoothed, rtt.Timeout));
        rtt.Add(At(1), Ms(1600));

        Assert.Equal((Ms(900), Ms(900 + (4 * 500))), (rtt.Smoothed, rtt.Timeout));
    }

    [Theory]
    [InlineData(5, 1000)]
    [InlineData(500, 1500)]
    [InlineData(60_000, 30_000)]
    public void A_timeout_is_between_1_and_30_seconds(int sample, int timeout)
    {
        var rtt = new RttEstimator();

        rtt.Add(At(0), Ms(sample));

        Assert.Equal(Ms(timeout), rtt.Timeout);
    }

    [Fact]
    public void A_round_trip_takes_at_least_a_millisecond()
    {
        var rtt = new RttEstimator();

        rtt.Add(At(0), TimeSpan.Zero);

        Assert.Equal((Ms(1), Ms(1)), (rtt.Min, rtt.Smoothed));
    }

    [Fact]
    public void An_outlier_counts_as_the_longest_that_is_usual()
    {
        var rtt = new RttEstimator();
        rtt.Add(At(0), Ms(100));

        rtt.Add(At(1), Ms(6000));

        Assert.Equal(((7 * 100.0) + 350) / 8, rtt.Smoothed.TotalMilliseconds);
    }

    [Fact]
    public void The_shortest_round_trip_is_forgotten_after_five_minutes()
    {
        var rtt = new RttEstimator();
        rtt.Add(At(0), Ms(10));
        rtt.Add(At(300_000), Ms(50));
        Assert.Equal(Ms(10), rtt.Min);

        rtt.Add(At(300_001), Ms(50));

        Assert.Equal(Ms(50), rtt.Min);
    }

    [Fact]
    public void A_search_begins_with_the_first_acknowledgement_and_probes_with_one_packet_at_a_time()
    {
        var mtu = new MtuSearch(1500);
        Assert.False(mtu.TryProbe(0, 1172, out _));

        mtu.Begin();
        Assert.False(mtu.TryProbe(0, 1173, out _));
        Assert.False(mtu.TryProbe(0, 1172 - 256, out _));
        Assert.True(mtu.TryProbe(0, 1172 - 255, out var padding));
        Assert.False(mtu.TryProbe(1, 1172, out _));

        Assert.Equal(255, padding);
        Assert.True(mtu.IsProbe(0));
    }

    [Fact]
    public void Three_failures_at_one_length_end_the_search()
    {
        var mtu = new MtuSearch(1500);
        mtu.Begin();
        Probe(ref mtu, succeeds: true);
        for (var failure = 0; failure < 2; failure++) Probe(ref mtu, succeeds: false);
        Probe(ref mtu, succeeds: true);
        for (var failure = 0; failure < 3; failure++) Probe(ref mtu, succeeds: false);

        Assert.False(mtu.TryProbe(9, mtu.Mtu - 28, out _));
        Assert.Equal((1232, 1184), (mtu.Mtu, mtu.MaxPayload));
    }

    [Fact]
    public void A_pacer_lets_the_first_25_000_bytes_pass_and_then_as_many_as_the_rate_says()
    {
        var pacer = new Pacer();
        const double Rate = 1000.0 / TimeSpan.TicksPerMillisecond;

        Assert.Equal(25, Packets(ref pacer, At(0), Rate));
        Assert.Equal(At(1), pacer.NextAt);
        Assert.Equal(1, Packets(ref pacer, At(1), Rate));
        Assert.Equal(5, Packets(ref pacer, At(6), Rate));
        Assert.InRange(Packets(ref pacer, At(10_000), Rate), 20, 25);
    }

    [Fact]
    public void A_pacer_never_stops()
    {
        var pacer = new Pacer();
        Packets(ref pacer, At(0), 0);

        Assert.Equal(0, Packets(ref pacer, At(0), 0));
        Assert.Equal(1, Packets(ref pacer, At(10), 0));
    }

    [Fact]
    public void A_windowed_maximum_is_near_the_true_one_and_forgets_what_is_too_old()
    {
        const int Window = 10;
        var random = new SeededRandom(1);
        var maximum = new WindowedMaximum();
        var all = new List<(long Round, double Value)>();
        for (var round = 1L; round < 1000; round++)
        {
            var value = random.Next(1000);
            maximum.Add(round, value, Window);
            all.Add((round, value));

            Assert.Contains(all, sample => sample.Value == maximum.Value && round - sample.Round <= Window);
            Assert.True(maximum.Value >= value);
        }
    }

    [Fact]
    public void A_windowed_maximum_falls_when_its_best_is_too_old()
    {
        var maximum = new WindowedMaximum();
        maximum.Add(1, 100, 10);
        for (var round = 2; round <= 11; round++) maximum.Add(round, 50, 10);
        Assert.Equal(100, maximum.Value);

        maximum.Add(12, 50, 10);

        Assert.Equal(50, maximum.Value);
    }

    [Fact]
    public void Delivery_is_measured_over_the_longer_of_sending_and_acknowledging()
    {
        var meter = new DeliveryMeter();
        var packets = new SentPacket[4];
        for (var i = 0; i < 4; i++) packets[i] = new SentPacket { SentAt = At(i * 10), Mark = meter.Sending(At(i * 10), isFirstInFlight: i == 0) };
        for (var i = 0; i < 4; i++) meter.Acked(At(50), packets[i]);

        var sample = meter.TakeSample(lost: 2, Ms(20));

        Assert.Equal(new DeliverySample(4, 0, Ms(50), false, 4, 2, Ms(20)), sample);
        Assert.Equal(default, meter.TakeSample(0, Ms(20)));
    }

    [Fact]
    public void What_arrives_sooner_than_anything_can_is_no_sample()
    {
        var meter = new DeliveryMeter();
        var packet = new SentPacket { SentAt = At(10), Mark = meter.Sending(At(10), isFirstInFlight: true), WasRetransmitted = true };

        meter.Acked(At(15), packet);
        var sample = meter.TakeSample(0, minRtt: Ms(20));

        Assert.Equal((TimeSpan.Zero, 1), (sample.Interval, sample.Acked));
    }

    [Fact]
    public void A_packet_that_follows_a_pause_is_limited_by_the_application()
    {
        var meter = new DeliveryMeter();
        for (var turn = 0; turn < 5; turn++)
        {
            var mark = meter.Sending(At(turn * 100), isFirstInFlight: true);
            meter.LimitedByApplication(1);
            meter.Acked(At((turn * 100) + 50), new SentPacket { SentAt = At(turn * 100), Mark = mark });

            Assert.Equal(turn > 0, meter.TakeSample(0, Ms(50)).IsApplicationLimited);
        }
    }

    private static Instant At(long milliseconds) => Instant.FromMilliseconds(milliseconds);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static void Probe(ref MtuSearch mtu, bool succeeds)
    {
        Assert.True(mtu.TryProbe(1, mtu.Mtu - 28, out _));
        if (succeeds) mtu.Succeed();
        else mtu.Fail();
    }

    private static int Packets(ref Pacer pacer, Instant now, double rate)
    {
        var packets = 0;
        while (pacer.MaySend(now, rate) && packets < 1000)
        {
            pacer.Sent(1000);
            packets++;
        }

        return packets;
    }
}
