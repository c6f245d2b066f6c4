using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Holepunching;
using static AkkaDht.Protocol.Tests.HyperDht.Holepunching.PunchData;
using static AkkaDht.Protocol.Tests.HyperDht.Holepunching.PuncherUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Holepunching;

/// <summary>How a puncher finds out what its NAT does, and when it tries another socket.</summary>
public sealed class PuncherAnalysisTests
{
    [Fact]
    public void A_punch_begins_with_a_socket_of_its_own()
    {
        var punch = new PuncherUnderTest().Turn((now, puncher) => puncher.HandleStart(now));

        Assert.Equal([new PuncherAction.OpenSocket()], punch.Done.Select(done => done.Action));
        Assert.Null(punch.Machine.Socket);

        punch.Give();
        Assert.Equal(new SocketRole(SocketRole.FirstPooled), punch.Machine.Socket);
    }

    [Fact]
    public void A_punch_begins_once() =>
        Assert.Throws<InvariantException>(() => new PuncherUnderTest().Started().Turn((now, puncher) => puncher.HandleStart(now)));

    [Fact]
    public void Without_any_socket_it_is_over()
    {
        var punch = new PuncherUnderTest().Turn((now, puncher) => puncher.HandleStart(now)).GiveNone();

        Assert.True(punch.Machine.IsOver);
        Assert.Single(punch.Of<PuncherAction.Aborted>());
    }

    [Theory]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(7, new[] { 1, 2, 3, 4 })]
    [InlineData(8, new[] { 6, 7, 8 })]
    [InlineData(20, new[] { 6, 7, 8, 9 })]
    public void Four_nodes_are_asked_but_not_the_five_heard_last_where_there_are_many(int known, int[] asked)
    {
        var punch = new PuncherUnderTest().Started(known);

        Assert.Equal(asked.Select(Node), punch.Pings.Select(ping => ping.To));
        Assert.All(punch.Pings, ping => Assert.Equal(punch.Socket, ping.Socket));
    }

    [Fact]
    public void It_is_analyzed_as_soon_as_the_nat_is_consistent()
    {
        var punch = new PuncherUnderTest().Started(20);
        punch.Turn(Pong(6, Ours)).Turn(Pong(7, Ours));
        Assert.False(punch.Machine.IsAnalyzed);

        punch.Turn(Pong(8, Ours));
        Assert.True(punch.Machine.IsAnalyzed);
        Assert.Equal(FirewallKind.Consistent, punch.Machine.Nat.Firewall);

        punch.Turn(Pong(9, Ours));
        Assert.Single(punch.Of<PuncherAction.Analyzed>());
    }

    [Fact]
    public void It_is_analyzed_after_four_statements_whatever_they_say()
    {
        var punch = new PuncherUnderTest().Started(20);
        for (var i = 0; i < 3; i++) punch.Turn(Pong(6 + i, Ours with { Port = (ushort)(1 + i) }));
        Assert.False(punch.Machine.IsAnalyzed);

        punch.Turn(Pong(9, Ours));
        Assert.True(punch.Machine.IsAnalyzed);
        Assert.Equal(FirewallKind.Random, punch.Machine.Nat.Firewall);
    }

    [Fact]
    public void A_node_that_is_not_firewalled_is_analyzed_with_the_first_answer()
    {
        var punch = new PuncherUnderTest(isFirewalled: false).Started(20);
        Assert.False(punch.Machine.IsAnalyzed);

        punch.Turn(Pong(6, Ours));
        Assert.True(punch.Machine.IsAnalyzed);
        Assert.Equal(FirewallKind.Open, punch.Machine.Nat.Firewall);
    }

    [Fact]
    public void Where_nobody_is_known_it_is_analyzed_at_once_and_unstable()
    {
        var punch = new PuncherUnderTest().Started(0);

        Assert.True(punch.Machine.IsAnalyzed);
        Assert.True(punch.Machine.IsUnstable);
        Assert.Equal(FirewallKind.Unknown, punch.Machine.Nat.Firewall);
    }

    [Fact]
    public void Others_are_asked_once_more_when_too_few_answered()
    {
        var punch = new PuncherUnderTest().Started(20);
        punch.Turn(Pong(6, Ours));
        foreach (var silent in (int[])[7, 8, 9]) punch.Turn(Failed(silent));
        Assert.Equal([.. Enumerable.Range(6, 7).Select(Node)], punch.Pings.Select(ping => ping.To));

        foreach (var silent in (int[])[10, 11, 12]) punch.Turn(Failed(silent));
        Assert.True(punch.Machine.IsAnalyzed);
        Assert.Equal(7, punch.Pings.Count());
    }

    [Fact]
    public void What_the_punch_itself_shows_counts_as_well_and_is_not_asked_again()
    {
        var punch = new PuncherUnderTest().Started(6);
        punch.Turn((_, puncher) => puncher.HandleSample(Ours, Node(5)));
        punch.Turn(Pong(1, Ours)).Turn(Failed(2)).Turn(Failed(3)).Turn(Failed(4));

        Assert.Equal([1, 2, 3, 4, 6], punch.Pings.Select(ping => (int)(ping.To.Host - Node(0).Host)));
        Assert.Equal(2, punch.Machine.Nat.Sampled);
    }

    [Fact]
    public void Of_a_long_list_only_the_latest_nodes_are_looked_at()
    {
        var punch = new PuncherUnderTest(settings: new() { MaxRecentNodes = 7 }).Started(500);

        Assert.Equal([Node(6), Node(7)], punch.Pings.Select(ping => ping.To));
    }

    [Fact]
    public void Answers_on_another_socket_say_nothing_about_this_one()
    {
        var punch = new PuncherUnderTest().Started(20);
        for (var i = 6; i < 10; i++) punch.Turn((now, puncher) => puncher.HandlePong(now, SocketRole.Server, Node(i), Ours));

        Assert.Equal(0, punch.Machine.Nat.Sampled);
        Assert.False(punch.Machine.IsAnalyzed);
    }

    [Theory]
    [InlineData(FirewallKind.Consistent, FirewallKind.Unknown, false)]
    [InlineData(FirewallKind.Consistent, FirewallKind.Random, false)]
    [InlineData(FirewallKind.Random, FirewallKind.Consistent, false)]
    [InlineData(FirewallKind.Random, FirewallKind.Random, true)]
    [InlineData(FirewallKind.Random, (FirewallKind)7, true)]
    [InlineData(FirewallKind.Unknown, FirewallKind.Open, true)]
    public void Two_random_nats_are_unstable_and_so_is_an_unknown_one(FirewallKind local, FirewallKind remote, bool isUnstable)
    {
        var punch = new PuncherUnderTest(remote: remote).Started(20);
        if (local != FirewallKind.Unknown) punch.Behind(local);

        Assert.Equal(isUnstable, punch.Machine.IsUnstable);
    }

    [Fact]
    public void Another_socket_is_tried_until_one_is_treated_well()
    {
        var punch = Unstable();
        punch.Turn((now, puncher) => puncher.Reopen(now));
        Assert.True(punch.Machine.IsReopening);
        Assert.False(punch.Machine.IsAnalyzed);
        var first = punch.Socket;

        punch.Give(nodes: 20);
        Assert.NotEqual(first, punch.Socket);
        Assert.Equal([punch.Socket], punch.Open);
        Assert.Equal(0, punch.Machine.Nat.Sampled);

        for (var i = 6; i < 9; i++) punch.Turn(Pong(i, Ours));
        Assert.True(punch.Machine.IsAnalyzed);
        Assert.False(punch.Machine.IsReopening);
        Assert.Equal(FirewallKind.Consistent, punch.Machine.Nat.Firewall);
    }

    [Fact]
    public void Three_others_are_tried_at_most_and_only_once()
    {
        var punch = Unstable();
        punch.Turn((now, puncher) => puncher.Reopen(now));
        for (var i = 0; i < 3; i++)
        {
            Assert.False(punch.Machine.IsAnalyzed);
            punch.Give(nodes: 0);
        }

        Assert.True(punch.Machine.IsAnalyzed);
        Assert.True(punch.Machine.IsUnstable);
        Assert.Equal(4, punch.Machine.Stats.SocketsOpened);
        Assert.Equal(3, punch.Machine.Stats.SocketsReleased);

        punch.Turn((now, puncher) => puncher.Reopen(now));
        Assert.True(punch.Machine.IsAnalyzed);
        Assert.Equal(0, punch.Asked);
    }

    [Fact]
    public void A_stable_punch_keeps_its_socket()
    {
        var punch = new PuncherUnderTest().Started().Behind(FirewallKind.Consistent);
        punch.Turn((now, puncher) => puncher.Reopen(now));

        Assert.False(punch.Machine.IsReopening);
        Assert.Equal(0, punch.Asked);
    }

    [Fact]
    public void When_no_other_socket_can_be_had_the_first_one_stays()
    {
        var punch = Unstable();
        var first = punch.Socket;
        punch.Turn((now, puncher) => puncher.Reopen(now)).GiveNone();

        Assert.True(punch.Machine.IsAnalyzed);
        Assert.Equal(first, punch.Socket);
    }

    [Fact]
    public void Answers_that_are_late_for_a_socket_given_up_are_not_counted_for_the_next()
    {
        var punch = new PuncherUnderTest(remote: FirewallKind.Random).Started(20);
        var first = punch.Socket;
        for (var i = 0; i < 4; i++) punch.Turn(Pong(6 + i, Ours with { Port = (ushort)(1 + i) }));
        punch.Turn((now, puncher) => puncher.Reopen(now)).Give(nodes: 20);
        for (var i = 6; i < 10; i++)
        {
            punch.Turn((now, puncher) => puncher.HandlePong(now, first, Node(i), Ours));
            punch.Turn((now, puncher) => puncher.HandlePingFailed(now, first, Node(i)));
        }

        Assert.Equal(0, punch.Machine.Nat.Sampled);
        Assert.False(punch.Machine.IsAnalyzed);
    }

    private static PuncherUnderTest Unstable() => new PuncherUnderTest(remote: FirewallKind.Random).Started(0).Behind(FirewallKind.Random);

    private static Action<Instant, Puncher> Pong(int node, PeerAddress to) => (now, puncher) => puncher.HandlePong(now, puncher.Socket!.Value, Node(node), to);

    private static Action<Instant, Puncher> Failed(int node) => (now, puncher) => puncher.HandlePingFailed(now, puncher.Socket!.Value, Node(node));
}
