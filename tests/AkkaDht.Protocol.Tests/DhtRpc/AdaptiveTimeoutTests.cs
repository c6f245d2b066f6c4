using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.DhtRpc;

public sealed class AdaptiveTimeoutTests
{
    private static readonly PeerAddress Peer = PeerAddress.Parse("88.99.3.86:49737");

    [Theory]
    [InlineData(1, 250)]
    [InlineData(2, 500)]
    [InlineData(3, 1000)]
    [InlineData(4, 2000)]
    [InlineData(5, 4000)]
    [InlineData(6, 4000)]
    public void A_stranger_is_given_twice_as_long_each_time(int attempt, int expectedMs) =>
        Assert.Equal(expectedMs, MsFor(Without(jitter: 0), attempt));

    [Fact]
    public void Jitter_is_added()
    {
        var timeout = Without(jitter: 255);

        Assert.Equal(505, MsFor(timeout, attempt: 1));
    }

    [Fact]
    public void The_first_sample_is_the_average_and_half_of_it_the_variance()
    {
        var timeout = Without(jitter: 0);
        Sample(timeout, 301);

        Assert.Equal(301 + 2 * 150, MsFor(timeout, attempt: 1));
        Assert.Equal(2 * (301 + 2 * 150), MsFor(timeout, attempt: 2));
    }

    [Fact]
    public void Later_samples_weigh_a_quarter_and_an_eighth()
    {
        var timeout = Without(jitter: 0);
        Sample(timeout, 400);
        Sample(timeout, 240);

        // variance 200 + (160 - 200 >> 2) = 190, average 400 + (240 - 400 >> 3) = 380.
        Assert.Equal(380 + 2 * 190, MsFor(timeout, attempt: 1));
    }

    [Fact]
    public void A_known_address_is_given_300_to_4000_ms()
    {
        var (fast, slow) = (Without(jitter: 0), Without(jitter: 255));
        Sample(fast, 1);
        Sample(slow, 50_000);

        Assert.Equal(300, MsFor(fast, attempt: 1));
        Assert.Equal(4000, MsFor(slow, attempt: 6));
    }

    [Fact]
    public void After_ten_minutes_an_address_is_a_stranger_again()
    {
        var timeout = Without(jitter: 0);
        Sample(timeout, 1000);
        var later = Instant.Zero + TimeSpan.FromMinutes(10);

        Assert.Equal(TimeSpan.FromMilliseconds(250), timeout.TimeoutFor(later, Peer, attempt: 1));
        timeout.HandleSample(later, PeerAddress.Loopback(1), TimeSpan.FromMilliseconds(5));

        Assert.Equal(1, timeout.Count);
    }

    [Fact]
    public void A_full_table_forgets_whom_it_heard_least_recently()
    {
        var timeout = new AdaptiveTimeout(new FixedRandom(0), capacity: 2);
        var (first, second, third) = (PeerAddress.Loopback(1), PeerAddress.Loopback(2), PeerAddress.Loopback(3));
        foreach (var peer in new[] { first, second, first, third })
            timeout.HandleSample(Instant.Zero, peer, TimeSpan.FromMilliseconds(1000));

        Assert.Equal(2, timeout.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(2000), timeout.TimeoutFor(Instant.Zero, third, attempt: 1));
        Assert.Equal(TimeSpan.FromMilliseconds(250), timeout.TimeoutFor(Instant.Zero, second, attempt: 1));
        Assert.NotEqual(TimeSpan.FromMilliseconds(250), timeout.TimeoutFor(Instant.Zero, first, attempt: 1));
    }

    private static AdaptiveTimeout Without(int jitter) => new(new FixedRandom(jitter));

    private static void Sample(AdaptiveTimeout timeout, int rttMs) =>
        timeout.HandleSample(Instant.Zero, Peer, TimeSpan.FromMilliseconds(rttMs));

    private static double MsFor(AdaptiveTimeout timeout, int attempt) =>
        timeout.TimeoutFor(Instant.Zero, Peer, attempt).TotalMilliseconds;

    private sealed class FixedRandom(int value) : IRandomSource
    {
        public void Fill(Span<byte> destination) => destination.Fill((byte)value);

        public int Next(int exclusiveUpperBound) => value;
    }
}
