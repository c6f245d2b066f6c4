using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>Both ends together, whatever lies between.</summary>
public sealed class PeerBenchTests
{
    [Fact]
    public void Two_consistent_NATs_are_punched_through_within_a_second()
    {
        var bench = new PeerBench(new BenchSetting()).Run(1.5);
        Assert.True(bench.IsDirect);
        Assert.True(bench.Client.Link.IsOver);
        bench.AssertNothingIsLeft();
    }

    [Fact]
    public void Several_nodes_bring_the_same_answer()
    {
        var bench = new PeerBench(new BenchSetting { JitterMillis = 50 }).Run(5);
        Assert.True(bench.IsDirect);
        Assert.Equal(2, bench.HandshakesHeard);
        var answers = bench.Session.Done.OfType<PeerAction.AnswerHandshake>().Select(answer => Convert.ToHexString(answer.Noise.Span)).Distinct();
        Assert.Single(answers);
        bench.AssertNothingIsLeft();
    }

    [Fact]
    public void A_server_that_answers_itself_is_connected_to_at_once()
    {
        var bench = new PeerBench(new BenchSetting { ServerNat = FirewallKind.Open, IsDirect = true, Relays = 0 }).Run(0.3);
        Assert.True(bench.IsDirect);
        Assert.Empty(bench.Client.Done.OfType<PeerAction.OpenSocket>());
        bench.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(FirewallKind.Open)]
    [InlineData(FirewallKind.Consistent)]
    [InlineData(FirewallKind.Random)]
    public void A_server_that_anybody_can_reach_needs_no_punch(FirewallKind client)
    {
        var bench = new PeerBench(new BenchSetting { ClientNat = client, ServerNat = FirewallKind.Open }).Run(1);
        Assert.True(bench.IsDirect);
        Assert.Empty(bench.Client.Done.OfType<PeerAction.OpenSocket>());
        bench.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(FirewallKind.Consistent)]
    [InlineData(FirewallKind.Random)]
    public void A_client_that_anybody_can_reach_needs_no_punch(FirewallKind server)
    {
        var bench = new PeerBench(new BenchSetting { ClientNat = FirewallKind.Open, ServerNat = server }).Run(1);
        Assert.True(bench.IsDirect);
        Assert.Empty(bench.Client.Done.OfType<PeerAction.OpenSocket>());
        bench.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(FirewallKind.Consistent, FirewallKind.Random)]
    [InlineData(FirewallKind.Random, FirewallKind.Consistent)]
    public void One_random_NAT_is_punched_through_with_many_packets_or_sockets(FirewallKind client, FirewallKind server)
    {
        // The ports of this NAT lie close together, so a guess in their range hits sooner than in life.
        var settings = new ConnectSettings { Puncher = new PuncherSettings { BirthdaySockets = 64, RandomProbes = 4000, ProbeInterval = TimeSpan.FromMilliseconds(5), LowestPort = 20_000 } };
        var bench = new PeerBench(new BenchSetting { ClientNat = client, ServerNat = server, Settings = settings, Seed = 5 }).Run(60);
        Assert.True(bench.IsDirect);
        Assert.Equal((1, 1), (bench.Client.Link.Stats.RandomPunches, bench.Session.Link.Stats.RandomPunches));
        bench.AssertNothingIsLeft();
    }

    [Fact]
    public void Two_random_NATs_without_a_relay_fail_with_that_reason()
    {
        var bench = new PeerBench(new BenchSetting { ClientNat = FirewallKind.Random, ServerNat = FirewallKind.Random }).Run(30);
        Assert.Equal(ConnectError.HolepunchDoubleRandomizedNats, bench.Client.Books.Failed!.Failure.Error);
        Assert.Equal((FirewallKind.Random, FirewallKind.Random), (bench.Client.Books.Failed.Failure.LocalFirewall, bench.Client.Books.Failed.Failure.RemoteFirewall));
        Assert.Equal(ConnectError.RemoteAborted, bench.Session.Books.Failed!.Failure.Error);
        bench.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Two_random_NATs_meet_at_a_relay(bool client, bool server)
    {
        var bench = new PeerBench(new BenchSetting { ClientNat = FirewallKind.Random, ServerNat = FirewallKind.Random, ClientRelay = client, ServerRelay = server }).Run(60);
        Assert.True(bench.IsJoined);
        Assert.Equal(BenchRelay.Address, bench.Client.Path!.Value.To);
        Assert.Empty(bench.Client.Books.Sockets);
        Assert.Empty(bench.Session.Books.Sockets);
        bench.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_relayed_connection_becomes_direct_and_leaves_the_relay(bool isClients)
    {
        var bench = new PeerBench(new BenchSetting { ClientRelay = isClients, ServerRelay = !isClients, FastOpen = false }).Run(0.9);
        Assert.True(bench.IsJoined);
        Assert.Equal(BenchRelay.Address, bench.Client.Path!.Value.To);

        bench.RunFor(15);
        Assert.True(bench.IsDirect);
        Assert.Equal((1, 1), (bench.Client.Link.Stats.Upgrades, bench.Session.Link.Stats.Upgrades));
        Assert.True(bench.Relay.IsEmpty);
        Assert.True(bench.Client.Link.IsOver);
        Assert.True(bench.Session.Link.IsOver);
        bench.AssertNothingIsLeft();
    }

    [Fact]
    public void A_relay_carries_what_a_forbidden_punch_does_not()
    {
        foreach (var setting in new[] { new BenchSetting { ClientRelay = true, ClientAllows = false, FastOpen = false }, new BenchSetting { ServerRelay = true, ServerAllows = false, FastOpen = false }, new BenchSetting { ClientRelay = true, MayPunch = false } })
        {
            var bench = new PeerBench(setting).Run(30);
            Assert.True(bench.IsJoined, $"{setting}");
            Assert.Equal(BenchRelay.Address, bench.Client.Path!.Value.To);
            bench.AssertNothingIsLeft();
        }
    }

    [Fact]
    public void A_client_that_forbids_the_punch_tells_the_server()
    {
        var bench = new PeerBench(new BenchSetting { ClientAllows = false, FastOpen = false }).Run(5);
        Assert.Equal(ConnectError.HolepunchAborted, bench.Client.Books.Failed!.Failure.Error);
        Assert.Equal(ConnectError.RemoteAborted, bench.Session.Books.Failed!.Failure.Error);
        bench.AssertNothingIsLeft();
    }

    [Fact]
    public void A_server_that_forbids_the_punch_tells_the_client()
    {
        var bench = new PeerBench(new BenchSetting { ServerAllows = false, FastOpen = false }).Run(5);
        Assert.Equal(ConnectError.RemoteAborted, bench.Client.Books.Failed!.Failure.Error);
        Assert.Equal(ConnectError.HolepunchAborted, bench.Session.Books.Failed!.Failure.Error);
        bench.AssertNothingIsLeft();
    }

    [Fact]
    public void A_server_that_refuses_is_as_silent_as_one_that_has_gone()
    {
        var refused = new PeerBench(new BenchSetting { IsAdmitted = false }).Run(30);
        Assert.Equal(ConnectError.PeerConnectionFailed, refused.Client.Books.Failed!.Failure.Error);
        Assert.Null(refused.Server);
        refused.AssertNothingIsLeft();
    }

    [Fact]
    public void Two_ends_in_one_network_meet_there()
    {
        var bench = new PeerBench(new BenchSetting { ShareLan = true, ServerNat = FirewallKind.Random, ClientNat = FirewallKind.Random }).Run(5);
        Assert.True(bench.IsDirect);
        Assert.Equal(PeerAddress.Parse("192.168.1.7:9007"), bench.Client.Path!.Value.To);
        bench.AssertNothingIsLeft();
    }

    [Fact]
    public void Without_sockets_a_relay_still_helps()
    {
        var alone = new PeerBench(new BenchSetting { HasSockets = false }).Run(30);
        Assert.Equal(ConnectError.HolepunchAborted, alone.Client.Books.Failed!.Failure.Error);
        alone.AssertNothingIsLeft();

        var relayed = new PeerBench(new BenchSetting { HasSockets = false, ServerRelay = true }).Run(30);
        Assert.True(relayed.IsJoined);
        relayed.AssertNothingIsLeft();
    }

    [Fact]
    public void Two_random_punches_at_once_take_turns_by_a_relay()
    {
        var bench = new PeerBench(new BenchSetting { ClientNat = FirewallKind.Consistent, ServerNat = FirewallKind.Random, ServerRelay = true });
        Assert.True(bench.ServerGate.TryEnter(bench.Now));
        bench.Run(8);
        Assert.True(bench.IsJoined);
        Assert.Equal(1, bench.Session.Link.Stats.TriesLater);
        bench.ServerGate.Leave();
        bench.RunFor(20);
        Assert.Equal(1, bench.Session.Link.Stats.RandomPunches);
        bench.AssertNothingIsLeft();
    }

    [Fact]
    public void A_relay_that_dies_during_a_connection_leaves_nothing_behind()
    {
        for (var seconds = 0.0; seconds < 1; seconds += 0.02)
        {
            var bench = new PeerBench(new BenchSetting { ClientRelay = true, ClientNat = FirewallKind.Random, ServerNat = FirewallKind.Random, JitterMillis = 30 }).Run(seconds);
            bench.Relay.Die();
            bench.RunFor(60);
            bench.AssertNothingIsLeft();
        }
    }

    [Fact]
    public void Liars_among_the_nodes_only_cost_time()
    {
        var bench = new PeerBench(new BenchSetting { Liars = 6, Relays = 1 }).Run(5);
        Assert.True(bench.IsDirect);
        Assert.Equal(6, bench.Client.Link.Stats.Malformed);
        bench.AssertNothingIsLeft();
    }

    [Fact]
    public void Nothing_but_liars_is_no_connection()
    {
        var bench = new PeerBench(new BenchSetting { Liars = 6, Relays = 0 }).Run(5);
        Assert.Equal(ConnectError.PeerConnectionFailed, bench.Client.Books.Failed!.Failure.Error);
        Assert.Equal(6, bench.Client.Books.Failed.Failure.Attempts);
        bench.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(Seeds.First), 20, MemberType = typeof(Seeds))]
    public void Lost_doubled_late_and_replayed_messages_do_not_prevent_a_connection(int seed)
    {
        var bench = new PeerBench(new BenchSetting { Loss = 0.05, Doubling = 0.2, Replays = 0.5, JitterMillis = 80, Seed = seed, ClientRelay = true }).Run(40);
        Assert.True(bench.IsJoined, $"seed {seed}: {bench.Client.Books.Failed}");
        bench.AssertNothingIsLeft();
    }
}
