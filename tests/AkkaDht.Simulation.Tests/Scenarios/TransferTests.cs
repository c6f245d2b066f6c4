using AkkaDht.Protocol.Udx;

namespace AkkaDht.Simulation.Tests.Scenarios;

/// <summary>Whole transfers over bad networks: every byte arrives as it was written, and nothing is left behind.</summary>
public sealed class TransferTests
{
    private const long Mebibyte = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    [InlineData(0.1)]
    [InlineData(0.2)]
    public void Loss_with_reordering_and_duplication_delivers_the_exact_bytes(double loss) => Story.Play(seed =>
    {
        var pair = new SimPair(seed, Bad(loss));

        pair.A.Write(Mebibyte / 4);
        pair.RunUntil(() => pair.B.ReceivedBytes == Mebibyte / 4 || pair.A.Stream.IsClosed, Patience);

        // One packet that is lost seven times in a row ends a stream: once in thousands of seeds at the highest of these losses.
        if (loss == 0.2 && pair.A.Stream.End == StreamEnd.TimedOut) return;

        Assert.Equal(Mebibyte / 4, pair.B.ReceivedBytes);
        Assert.True(pair.B.IsExact);
    }, seeds: 5);

    [Fact]
    public void Both_directions_at_once_deliver_the_exact_bytes() => Story.Play(seed =>
    {
        var pair = new SimPair(seed, Bad(loss: 0.05));

        pair.A.Write(Mebibyte / 4);
        pair.B.Write(Mebibyte / 8);
        pair.RunUntil(() => pair.B.ReceivedBytes == Mebibyte / 4 && pair.A.ReceivedBytes == Mebibyte / 8, Patience);

        Assert.Equal((Mebibyte / 4, Mebibyte / 8), (pair.B.ReceivedBytes, pair.A.ReceivedBytes));
        Assert.True(pair.A.IsExact && pair.B.IsExact);
    }, seeds: 5);

    [Fact]
    public void A_mebibyte_arrives_exactly_or_ends_with_a_reason_and_leaves_nothing_behind()
    {
        var played = 0;
        var delivered = 0;
        Story.Play(seed =>
        {
            var left = PooledBuffers.LeftBy(() =>
            {
                var pair = new SimPair(seed, Bad(loss: 0.2 * (seed % 21) / 20));
                pair.B.EndsWithRemote = true;

                pair.A.Write(Mebibyte, andEnd: true);
                Assert.True(pair.RunUntil(() => pair.AreClosed, Patience), "Both ends are over in time.");

                AssertDeliveredOrTimedOut(pair);
                AssertNothingLeft(pair);
                if (pair.B.ReceivedBytes == Mebibyte) Interlocked.Increment(ref delivered);
            });

            Assert.Equal(0, left);
            Interlocked.Increment(ref played);
        }, seeds: 100);

        // Seven timeouts in a row are rare even where one datagram in five is lost.
        Assert.InRange(delivered, 0.99 * played, played);
    }

    // Who closes first keeps nothing that could repeat a lost acknowledgement: the other end may time out although all has arrived.
    private static void AssertDeliveredOrTimedOut(SimPair pair)
    {
        Assert.True(pair.B.IsExact);
        if (pair.B.Happened.Contains(StreamEvent.RemoteEnded)) Assert.Equal(Mebibyte, pair.B.ReceivedBytes);
        else Assert.Equal(StreamEnd.TimedOut, pair.A.Stream.End);

        Assert.True(pair.A.Stream.End is StreamEnd.Finished or StreamEnd.TimedOut);
        Assert.True(pair.B.Stream.End is StreamEnd.Finished or StreamEnd.TimedOut);
    }

    private static void AssertNothingLeft(SimPair pair)
    {
        pair.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal((Instant.Never, Instant.Never), (pair.A.NextDeadline, pair.B.NextDeadline));
        Assert.Equal((0L, 0L), (pair.A.Stream.QueuedBytes, pair.B.Stream.QueuedBytes));
        Assert.Equal((0, 0), (pair.Network.Stats.InFlight, pair.Network.Stats.RentedBuffers));
    }

    private static LinkConditions Bad(double loss) => new()
    {
        Loss = loss,
        Duplication = 0.05,
        Reordering = 0.1,
        Lateness = TimeSpan.FromMilliseconds(20),
        Delay = TimeSpan.FromMilliseconds(10),
        Jitter = TimeSpan.FromMilliseconds(2),
    };
}
