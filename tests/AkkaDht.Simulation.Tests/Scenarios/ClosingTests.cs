using AkkaDht.Protocol.Udx;

namespace AkkaDht.Simulation.Tests.Scenarios;

/// <summary>All the ways in which two ends part.</summary>
public sealed class ClosingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void When_the_one_that_connected_ends_first_the_other_still_has_its_say() =>
        HalfClose((pair, first) => first ? pair.A : pair.B);

    [Fact]
    public void When_the_one_that_accepted_ends_first_the_other_still_has_its_say() =>
        HalfClose((pair, first) => first ? pair.B : pair.A);

    [Fact]
    public void Ends_that_cross_finish_both() => Story.Play(seed =>
    {
        var pair = Open(seed);

        pair.A.End();
        pair.B.End();
        pair.RunUntil(() => pair.AreClosed, Patience);

        Assert.Equal((StreamEnd.Finished, StreamEnd.Finished), (pair.A.Stream.End, pair.B.Stream.End));
    }, seeds: 10);

    [Fact]
    public void Whoever_is_destroyed_resets_the_other()
    {
        var pair = Open(seed: 1);
        pair.A.Write(100_000);
        pair.B.Write(100_000);
        pair.Network.RunFor(TimeSpan.FromMilliseconds(15));

        pair.B.Destroy();
        pair.RunUntil(() => pair.AreClosed, Patience);

        Assert.Equal((StreamEnd.Reset, StreamEnd.Destroyed), (pair.A.Stream.End, pair.B.Stream.End));
        Assert.Equal((0L, 0L), (pair.A.Stream.QueuedBytes, pair.B.Stream.QueuedBytes));
        Assert.Equal((Instant.Never, Instant.Never), (pair.A.NextDeadline, pair.B.NextDeadline));
    }

    [Fact]
    public void Whoever_misses_that_the_other_is_destroyed_times_out()
    {
        var pair = Open(seed: 1);
        pair.AToB.Conditions = pair.AToB.Conditions with { IsCut = true };
        pair.A.Destroy();
        pair.Network.RunFor(TimeSpan.FromSeconds(1));

        pair.B.Write(1);
        pair.RunUntil(() => pair.AreClosed, Patience);

        Assert.Equal(StreamEnd.TimedOut, pair.B.Stream.End);
    }

    [Fact]
    public void What_arrived_before_a_reset_has_been_read()
    {
        var pair = Open(seed: 1);

        pair.A.Write(5_000);
        pair.A.Destroy();
        pair.RunUntil(() => pair.AreClosed, Patience);

        Assert.True(pair.B.IsExact);
        Assert.Equal(StreamEnd.Reset, pair.B.Stream.End);
    }

    [Fact]
    public void Closed_is_the_last_thing_that_happens() => Story.Play(seed =>
    {
        var pair = Open(seed, loss: 0.1);
        pair.B.EndsWithRemote = true;

        pair.A.Write(50_000, andEnd: true);
        pair.RunUntil(() => pair.AreClosed, Patience);

        Assert.Equal(StreamEvent.Closed, pair.A.Happened[^1]);
        Assert.Equal(StreamEvent.Closed, pair.B.Happened[^1]);
        Assert.Single(pair.B.Happened, StreamEvent.RemoteEnded);
    }, seeds: 20);

    private static void HalfClose(Func<SimPair, bool, StreamHost> pick) => Story.Play(seed =>
    {
        var pair = Open(seed);
        var first = pick(pair, true);
        var second = pick(pair, false);

        first.Write(10_000, andEnd: true);
        Assert.True(pair.RunUntil(() => second.Happened.Contains(StreamEvent.RemoteEnded), Patience));
        Assert.False(pair.AreClosed);
        second.Write(20_000, andEnd: true);
        Assert.True(pair.RunUntil(() => pair.AreClosed, Patience));

        Assert.Equal((10_000, 20_000), (second.ReceivedBytes, first.ReceivedBytes));
        Assert.True(first.IsExact && second.IsExact);
        Assert.Equal((StreamEnd.Finished, StreamEnd.Finished), (first.Stream.End, second.Stream.End));
    }, seeds: 5);

    private static SimPair Open(int seed, double loss = 0)
    {
        var pair = new SimPair(seed, new() { Delay = TimeSpan.FromMilliseconds(10), Jitter = TimeSpan.FromMilliseconds(5), Loss = loss });
        pair.B.Connect(pair.A.Address(SocketRole.Server));
        return pair;
    }
}
