using AkkaDht.Protocol.Udx;

namespace AkkaDht.Simulation.Tests.Scenarios;

/// <summary>Paths that carry less than they seem to, and paths that change.</summary>
public sealed class PathTests
{
    private const long Amount = 1024 * 1024;
    private const int DatagramOverhead = 28;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly LinkConditions Way = new() { Delay = TimeSpan.FromMilliseconds(10), BytesPerSecond = 1_000_000 };

    [Fact]
    public void The_longest_packet_that_the_path_carries_is_found()
    {
        var pair = new SimPair(seed: 1, Way);

        Transfer(pair);

        Assert.Equal(1500, pair.A.Stream.Stats.Mtu);
    }

    [Theory]
    [InlineData(1200, 1200)]
    [InlineData(1299, 1296)]
    [InlineData(1420, 1392)]
    [InlineData(1499, 1488)]
    public void A_black_hole_swallows_probes_only(int pathMtu, int found)
    {
        var pair = new SimPair(seed: 1, Way with { MaxDatagramBytes = pathMtu - DatagramOverhead });

        Transfer(pair);

        Assert.Equal(found, pair.A.Stream.Stats.Mtu);
        Assert.Equal(3, pair.Network.Stats.Links.TooLong);
    }

    [Fact]
    public void A_remote_that_moves_in_the_middle_of_a_transfer_loses_nothing() => Story.Play(seed =>
    {
        var pair = new SimPair(seed, Way with { Loss = 0.02, Reordering = 0.05 });
        pair.A.Write(Amount);
        pair.RunUntil(() => pair.B.ReceivedBytes > Amount / 3, Patience);

        pair.A.ChangeRemote(pair.B.Address(SocketRole.Client), SocketRole.Client);
        pair.B.ChangeRemote(pair.A.Address(SocketRole.Client), SocketRole.Client);
        pair.RunUntil(() => pair.B.ReceivedBytes == Amount, Patience);

        Assert.True(pair.B.IsExact);
        Assert.Equal(Amount, pair.B.ReceivedBytes);
        Assert.Contains(StreamEvent.RemoteChanged, pair.A.Happened);
    }, seeds: 20);

    [Fact]
    public void The_old_path_may_break_once_the_change_is_over()
    {
        var pair = new SimPair(seed: 1, Way);
        pair.A.Write(Amount);
        pair.RunUntil(() => pair.B.ReceivedBytes > Amount / 3, Patience);

        pair.A.ChangeRemote(pair.B.Address(SocketRole.Client), SocketRole.Client);
        pair.B.ChangeRemote(pair.A.Address(SocketRole.Client), SocketRole.Client);
        pair.RunUntil(() => pair.A.Happened.Contains(StreamEvent.RemoteChanged), Patience);
        pair.Change(way => way with { IsCut = true });
        pair.RunUntil(() => pair.B.ReceivedBytes == Amount, Patience);

        Assert.Equal(Amount, pair.B.ReceivedBytes);
        Assert.Equal(0, pair.Network.Stats.Links.Cut);
    }

    [Fact]
    public void The_search_for_the_longest_packet_begins_anew_on_a_new_path()
    {
        var pair = new SimPair(seed: 1, Way);
        Transfer(pair);
        pair.Network.Way(pair.A.Address(SocketRole.Server), pair.B.Address(SocketRole.Client)).Conditions =
            Way with { MaxDatagramBytes = 1300 - DatagramOverhead };

        pair.A.ChangeRemote(pair.B.Address(SocketRole.Client));
        pair.B.ChangeRemote(pair.A.Address(SocketRole.Server), SocketRole.Client);
        Assert.Equal(1200, pair.A.Stream.Stats.Mtu);
        Transfer(pair);

        Assert.Equal(1296, pair.A.Stream.Stats.Mtu);
    }

    private static void Transfer(SimPair pair)
    {
        var wanted = pair.B.ReceivedBytes + Amount;
        pair.A.Write(Amount);
        pair.RunUntil(() => pair.B.ReceivedBytes == wanted, Patience);

        Assert.Equal(wanted, pair.B.ReceivedBytes);
        Assert.True(pair.B.IsExact);
    }
}
