using AkkaDht.Protocol.Udx;

namespace AkkaDht.Simulation.Tests.Scenarios;

/// <summary>Networks that fall apart in the middle of a transfer.</summary>
public sealed class PartitionTests
{
    private const long Amount = 512 * 1024;

    [Fact]
    public void A_partition_that_heals_delivers_the_exact_bytes() => Story.Play(seed =>
    {
        var pair = InTheMiddle(seed);

        pair.Change(way => way with { IsCut = true });
        pair.Network.RunFor(TimeSpan.FromSeconds(seed % 10));
        pair.Change(way => way with { IsCut = false });
        pair.RunUntil(() => pair.AreClosed, TimeSpan.FromMinutes(1));

        Assert.True(pair.B.IsExact);
        Assert.Equal(Amount, pair.B.ReceivedBytes);
        Assert.Equal((StreamEnd.Finished, StreamEnd.Finished), (pair.A.Stream.End, pair.B.Stream.End));
    }, seeds: 10);

    [Fact]
    public void A_partition_that_does_not_heal_ends_with_a_timeout_after_thirteen_seconds() => Story.Play(seed =>
    {
        var pair = InTheMiddle(seed);
        var cutAt = pair.Network.Now;

        pair.Change(way => way with { IsCut = true });
        pair.RunUntil(() => pair.A.Stream.IsClosed, TimeSpan.FromMinutes(2));

        Assert.Equal(StreamEnd.TimedOut, pair.A.Stream.End);
        Assert.InRange((pair.Network.Now - cutAt).TotalSeconds, 12.5, 13.5);
        Assert.Equal(Instant.Never, pair.A.NextDeadline);
    }, seeds: 5);

    [Fact]
    public void Who_has_nothing_to_say_does_not_notice_a_partition()
    {
        var pair = InTheMiddle(seed: 1);

        pair.Change(way => way with { IsCut = true });
        pair.Network.RunFor(TimeSpan.FromHours(1));

        Assert.False(pair.B.Stream.IsClosed);
        Assert.Equal(StreamEnd.TimedOut, pair.A.Stream.End);
    }

    [Fact]
    public void Acknowledgements_alone_that_are_cut_off_cost_nothing_but_time()
    {
        var pair = InTheMiddle(seed: 1);

        pair.BToA.Conditions = pair.BToA.Conditions with { IsCut = true };
        pair.Network.RunFor(TimeSpan.FromSeconds(4));
        pair.BToA.Conditions = pair.BToA.Conditions with { IsCut = false };
        pair.RunUntil(() => pair.AreClosed, TimeSpan.FromMinutes(1));

        Assert.True(pair.B.IsExact);
        Assert.Equal(Amount, pair.B.ReceivedBytes);
    }

    private static SimPair InTheMiddle(int seed)
    {
        var pair = new SimPair(seed, new() { Delay = TimeSpan.FromMilliseconds(20), BytesPerSecond = 1_000_000 });
        pair.B.EndsWithRemote = true;
        pair.A.Write(Amount, andEnd: true);
        Assert.True(pair.RunUntil(() => pair.B.ReceivedBytes > Amount / 4, TimeSpan.FromMinutes(1)));
        return pair;
    }
}
