namespace AkkaDht.Simulation.Tests.Scenarios;

/// <summary>How much of a long path is used, the time to find out how much there is included.</summary>
public sealed class GoodputTests
{
    private const long Amount = 32 * 1024 * 1024;

    // A path that is perfect but for its length carries 21 MB/s of such a transfer: most of its time goes into the beginning.
    [Theory]
    [InlineData(0, 20)]
    [InlineData(0.01, 9)]
    [InlineData(0.05, 6.5)]
    public void A_long_path_that_loses_by_chance(double loss, double leastMegabytesPerSecond) => Play(new() { Loss = loss }, leastMegabytesPerSecond);

    // Its queue holds a fifth of what the path itself does.
    [Theory]
    [InlineData(0, 6)]
    [InlineData(0.01, 5)]
    [InlineData(0.05, 5)]
    public void A_long_path_of_twelve_megabytes_per_second_with_a_short_queue(double loss, double leastMegabytesPerSecond) =>
        Play(new() { Loss = loss, BytesPerSecond = 12_500_000 }, leastMegabytesPerSecond);

    private static void Play(LinkConditions conditions, double leastMegabytesPerSecond) => Story.Play(seed =>
    {
        var pair = new SimPair(seed, conditions with { Delay = TimeSpan.FromMilliseconds(50) });
        pair.A.Write(Amount);
        pair.RunUntil(() => pair.B.ReceivedBytes == Amount, TimeSpan.FromMinutes(1));

        Assert.Equal(Amount, pair.B.ReceivedBytes);
        Assert.InRange(Amount / 1e6 / (pair.Network.Now - Instant.Zero).TotalSeconds, leastMegabytesPerSecond, double.MaxValue);
    }, seeds: 4, atMost: 20);
}
