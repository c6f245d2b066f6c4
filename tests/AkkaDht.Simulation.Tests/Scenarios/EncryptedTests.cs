using AkkaDht.Protocol.SecretStreams;

namespace AkkaDht.Simulation.Tests.Scenarios;

/// <summary>Encrypted connections over bad networks, and over networks that somebody tampers with.</summary>
public sealed class EncryptedTests
{
    private const int Messages = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly EndKind[] ReasonsOfTampering =
        [EndKind.ResetByPeer, EndKind.TimedOut, EndKind.HandshakeFailed, EndKind.ProtocolViolation, EndKind.Silent, EndKind.Aborted];

    private static readonly LinkConditions Bad = new()
    {
        Loss = 0.1,
        Duplication = 0.05,
        Reordering = 0.1,
        Lateness = TimeSpan.FromMilliseconds(20),
        Delay = TimeSpan.FromMilliseconds(10),
        Jitter = TimeSpan.FromMilliseconds(2),
    };

    [Fact]
    public void Messages_keep_their_order_and_boundaries_both_ways() => Story.Play(seed =>
    {
        var left = PooledBuffers.LeftBy(() =>
        {
            var pair = new EncryptedPair(seed, Bad);
            pair.A.Write(Messages, andEnd: true);
            pair.B.Write(Messages / 2, andEnd: true);
            pair.RunUntil(() => pair.AreClosed, Patience);

            Assert.Equal((Messages, Messages / 2), (pair.B.ReceivedMessages, pair.A.ReceivedMessages));
            Assert.True(pair.A.IsExact && pair.B.IsExact);
            AssertNothingLeft(pair);
        });

        Assert.Equal(0, left);
    }, seeds: 20);

    [Fact]
    public void Each_end_opens_once_and_closes_last() => Story.Play(seed =>
    {
        var pair = new EncryptedPair(seed, Bad);
        pair.B.EndsWithRemote = true;
        pair.A.Write(10, andEnd: true);
        pair.RunUntil(() => pair.AreClosed, Patience);

        foreach (var end in new[] { pair.A, pair.B })
        {
            Assert.Single(end.Happened, EncryptedStreamEvent.Opened);
            Assert.Equal(EncryptedStreamEvent.Closed, end.Happened[^1]);
        }
    }, seeds: 10);

    [Fact]
    public void A_network_that_changes_bytes_ends_a_connection_for_a_reason_and_changes_no_message() => PlayTampered(Flip);

    [Fact]
    public void A_network_that_cuts_datagrams_short_ends_a_connection_for_a_reason_and_changes_no_message() => PlayTampered(Cut);

    [Fact]
    public void A_network_that_makes_datagrams_up_ends_a_connection_for_a_reason_and_changes_no_message() => PlayTampered(MakeUp);

    [Fact]
    public void Keep_alives_find_out_that_the_peer_is_gone()
    {
        var pair = new EncryptedPair(seed: 1, LinkConditions.Perfect with { Delay = TimeSpan.FromMilliseconds(10) }, new() { KeepAlive = TimeSpan.FromSeconds(5) });
        pair.Network.RunFor(TimeSpan.FromMinutes(5));
        Assert.False(pair.A.Stream.End is not null || pair.B.Stream.End is not null);
        Assert.Equal((0, 0), (pair.A.ReceivedMessages, pair.B.ReceivedMessages));

        pair.Change(way => way with { IsCut = true });
        pair.RunUntil(() => pair.AreClosed, TimeSpan.FromSeconds(20));

        Assert.Equal((EndKind.TimedOut, EndKind.TimedOut), (pair.A.Stream.End?.Kind, pair.B.Stream.End?.Kind));
    }

    [Fact]
    public void Without_an_answer_a_handshake_times_out()
    {
        var pair = new EncryptedPair(seed: 1, LinkConditions.Perfect with { IsCut = true });

        pair.RunUntil(() => pair.A.Stream.End is not null, TimeSpan.FromSeconds(20));

        Assert.Equal(EndKind.TimedOut, pair.A.Stream.End?.Kind);
        Assert.DoesNotContain(EncryptedStreamEvent.Opened, pair.A.Happened);
    }

    // A handshake that somebody has cut short waits for ever, as in the reference, unless silence is an end too.
    private static void PlayTampered(SimTampering tamper)
    {
        var played = 0;
        var ended = 0;
        Story.Play(seed =>
        {
            var left = PooledBuffers.LeftBy(() =>
            {
                var pair = new EncryptedPair(seed, Bad, new() { KeepAlive = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromMinutes(1) }, tamper);
                pair.A.Write(Messages);
                pair.B.Write(Messages);

                if (pair.RunUntil(() => pair.AreClosed, TimeSpan.FromMinutes(20))) Interlocked.Increment(ref ended);
                pair.A.Abort();
                pair.B.Abort();

                Assert.True(pair.A.IsExact && pair.B.IsExact);
                Assert.Contains(pair.A.Stream.End!.Value.Kind, ReasonsOfTampering);
                Assert.Contains(pair.B.Stream.End!.Value.Kind, ReasonsOfTampering);
                AssertNothingLeft(pair);
            });

            Assert.Equal(0, left);
            Interlocked.Increment(ref played);
        }, seeds: 50);

        Assert.InRange(ended, played / 2, played);
    }

    private static int Flip(IRandomSource random, Span<byte> datagram)
    {
        if (random.Next(50) == 0) datagram[random.Next(datagram.Length)] ^= (byte)(1 << random.Next(8));
        return datagram.Length;
    }

    private static int Cut(IRandomSource random, Span<byte> datagram) =>
        random.Next(50) == 0 ? random.Next(datagram.Length) : datagram.Length;

    // Everything behind the id is random; the numbers stay near enough to be believed.
    private static int MakeUp(IRandomSource random, Span<byte> datagram)
    {
        const int flags = 2;
        const int low = 12;
        if (random.Next(50) > 0) return datagram.Length;

        datagram[flags] = (byte)random.Next(64);
        datagram[flags + 1] = (byte)random.Next(256);
        datagram[low] += (byte)random.Next(5);
        random.Fill(datagram[20..]);
        return datagram.Length;
    }

    private static void AssertNothingLeft(EncryptedPair pair)
    {
        pair.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal((Instant.Never, Instant.Never), (pair.A.NextDeadline, pair.B.NextDeadline));
        Assert.Equal((0L, 0L), (pair.A.Stream.QueuedBytes, pair.B.Stream.QueuedBytes));
        Assert.Equal((0L, 0L), (pair.A.Stream.UnreadBytes, pair.B.Stream.UnreadBytes));
        Assert.Equal((0, 0), (pair.Network.Stats.InFlight, pair.Network.Stats.RentedBuffers));
    }
}
