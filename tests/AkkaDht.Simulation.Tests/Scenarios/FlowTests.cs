using AkkaDht.Protocol.Udx;

namespace AkkaDht.Simulation.Tests.Scenarios;

/// <summary>Readers and links that are slower than the writer.</summary>
public sealed class FlowTests
{
    private const int Window = 64 * 1024;
    private const long Amount = 1024 * 1024;

    private static readonly LinkConditions Way = new() { Delay = TimeSpan.FromMilliseconds(10) };
    private static readonly UdxSettings SmallWindow = new() { ReceiveWindowBytes = Window };

    [Fact]
    public void A_reader_that_stops_holds_no_more_than_its_window()
    {
        var pair = new SimPair(seed: 1, Way, SmallWindow);
        pair.B.Connect(pair.A.Address(SocketRole.Server));
        pair.B.Reading = Reading.WhenTold;
        pair.B.SendMessage(1);
        pair.Network.RunFor(TimeSpan.FromSeconds(1));

        pair.A.Write(Amount);
        pair.Network.RunFor(TimeSpan.FromMinutes(10));

        Assert.InRange(pair.B.ReceivedBytes, Window / 2, Window + 2048);
        Assert.False(pair.A.Stream.IsClosed);
    }

    [Fact]
    public void A_window_that_opens_again_lets_the_writer_go_on_at_once()
    {
        var pair = Stopped(seed: 1);
        var before = pair.B.ReceivedBytes;

        pair.B.ReadSome(long.MaxValue / 2);
        var goesOn = pair.RunUntil(() => pair.B.ReceivedBytes > before, TimeSpan.FromMilliseconds(25));

        Assert.True(goesOn);
    }

    [Fact]
    public void A_slow_reader_gets_everything_in_its_own_time() => Story.Play(seed =>
    {
        var pair = Stopped(seed, loss: 0.05);

        var rounds = 0;
        while (pair.B.ReadBytes < Amount && rounds++ < 1_000)
        {
            pair.Network.RunFor(TimeSpan.FromMilliseconds(100));
            pair.B.ReadSome(10_000);
        }

        Assert.True(pair.B.IsExact);
        Assert.Equal(Amount, pair.B.ReadBytes);
    }, seeds: 10);

    [Fact]
    public void News_of_an_open_window_that_is_lost_is_asked_for()
    {
        var pair = Stopped(seed: 1);
        var before = pair.B.ReceivedBytes;

        pair.BToA.Conditions = Way with { IsCut = true };
        pair.B.ReadSome(long.MaxValue / 2);
        pair.Network.RunFor(TimeSpan.FromSeconds(1));
        pair.BToA.Conditions = Way;
        var goesOn = pair.RunUntil(() => pair.B.ReceivedBytes > before, TimeSpan.FromSeconds(5));

        Assert.True(goesOn);
    }

    [Fact]
    public void A_writer_queues_no_more_than_its_limit()
    {
        var pair = Stopped(seed: 1);

        Assert.InRange(pair.A.Stream.QueuedBytes, 1, UdxSettings.Default.WriteAheadBytes + (2 * Window) + (64 * 1024));
    }

    [Fact]
    public void A_writer_that_finds_no_room_is_told_of_it_whatever_took_it_away()
    {
        const int first = 265_000;
        const int second = 100_000;
        var pair = new SimPair(seed: 1, Way);
        pair.A.Write(first);
        Assert.True(pair.A.Stream.IsWritable);

        // A timeout lowers the limit below what is queued.
        pair.Change(way => way with { IsCut = true });
        pair.Network.RunFor(TimeSpan.FromSeconds(2));
        Assert.False(pair.A.Stream.IsWritable);
        pair.A.Write(second);
        pair.Change(way => way with { IsCut = false });
        pair.Network.RunFor(TimeSpan.FromSeconds(30));

        Assert.Equal(first + second, pair.B.ReceivedBytes);
    }

    [Fact]
    public void A_narrow_link_is_filled_and_its_queue_stays_short() => Story.Play(seed =>
    {
        const int bytesPerSecond = 1_250_000;
        var pair = new SimPair(seed, Way with { BytesPerSecond = bytesPerSecond, QueueBytes = 1_000_000 });
        pair.A.Write(30 * bytesPerSecond);
        pair.Network.RunFor(TimeSpan.FromSeconds(5));

        var received = pair.B.ReceivedBytes;
        var longest = LongestQueue(pair, TimeSpan.FromSeconds(8));
        var goodput = (pair.B.ReceivedBytes - received) / 8.0;

        // Twice what the path itself holds (25 kB) and a little: BBR does not fill queues as loss-based control does.
        Assert.InRange(longest, 0, 100_000);
        Assert.InRange(goodput, 0.85 * bytesPerSecond, bytesPerSecond);
        Assert.Equal(0, pair.AToB.Stats.Overflowed);
    }, seeds: 5, atMost: 100);

    private static long LongestQueue(SimPair pair, TimeSpan span)
    {
        var longest = 0L;
        for (var end = pair.Network.Now + span; pair.Network.Now < end; pair.Network.RunFor(TimeSpan.FromMilliseconds(1)))
            longest = Math.Max(longest, pair.AToB.QueuedBytes(pair.Network.Now));
        return longest;
    }

    // The writer has filled the window of a reader that does not read.
    private static SimPair Stopped(int seed, double loss = 0)
    {
        var pair = new SimPair(seed, Way with { Loss = loss }, SmallWindow);
        pair.B.Reading = Reading.WhenTold;
        pair.A.Write(Amount);
        pair.Network.RunFor(TimeSpan.FromSeconds(5));
        return pair;
    }
}
