using AkkaDht.Simulation.Nats;

namespace AkkaDht.Simulation.Tests.Nats;

/// <summary>What NATs do to datagrams.</summary>
public sealed class SimNatTests
{
    private static readonly PeerAddress Inside = PeerAddress.Parse("192.168.1.2:500");
    private static readonly PeerAddress Neighbour = PeerAddress.Parse("192.168.1.3:600");
    private static readonly PeerAddress Server = PeerAddress.Parse("88.1.1.1:1");
    private static readonly PeerAddress Other = PeerAddress.Parse("88.1.1.2:1");
    private static readonly uint Outside = PeerAddress.Parse("90.1.1.1:0").Host;

    private readonly SimNetwork _network = new(seed: 1);
    private readonly Dictionary<PeerAddress, Recorder> _hosts = [];

    public SimNatTests()
    {
        foreach (var address in (PeerAddress[])[Inside, Neighbour, Server, Server with { Port = 2 }, Other]) Attach(address);
    }

    [Fact]
    public void Everybody_sees_one_port_of_a_consistent_nat()
    {
        PutBehind(SimNatRules.Consistent);

        Assert.Equal(Outside, Knock(Inside, Server).Host);
        Assert.Equal(Knock(Inside, Server), Knock(Inside, Other));
        Assert.NotEqual(Knock(Inside, Server), Knock(Inside with { Port = 501 }, Server));
    }

    [Fact]
    public void Everybody_sees_another_port_of_a_random_nat()
    {
        PutBehind(SimNatRules.Random);
        var seen = new[] { Knock(Inside, Server), Knock(Inside, Server with { Port = 2 }), Knock(Inside, Other) };

        Assert.Equal(3, seen.Distinct().Count());
        Assert.All(seen, address => Assert.Equal(Outside, address.Host));
        Assert.Equal(seen[0], Knock(Inside, Server));
    }

    [Theory]
    [InlineData(SimFiltering.AddressAndPort, true, false, false)]
    [InlineData(SimFiltering.Address, true, true, false)]
    [InlineData(SimFiltering.None, true, true, true)]
    public void Who_gets_in_is_what_the_filter_says(SimFiltering filtering, bool same, bool sameHost, bool anybody)
    {
        var nat = PutBehind(new() { Filtering = filtering });
        var seen = Knock(Inside, Server);

        Assert.Equal((same, sameHost, anybody), (Arrives(Server, seen), Arrives(Server with { Port = 2 }, seen), Arrives(Other, seen)));
        Assert.Equal(new[] { same, sameHost, anybody }.Count(isIn => !isIn), nat.Stats.Filtered);
    }

    [Fact]
    public void Nobody_gets_in_through_a_port_that_is_not_in_use()
    {
        PutBehind(SimNatRules.FullCone);

        Assert.False(Arrives(Server, new PeerAddress(Outside, 5_000)));
        Assert.False(Arrives(Server, Inside));
    }

    [Fact]
    public void A_port_is_closed_when_nothing_has_left_through_it_for_long()
    {
        PutBehind(SimNatRules.Consistent);
        var seen = Knock(Inside, Server);
        _network.RunFor(TimeSpan.FromSeconds(119));
        Assert.True(Arrives(Server, seen));

        _network.RunFor(TimeSpan.FromSeconds(2));
        Assert.False(Arrives(Server, seen));
        Assert.NotEqual(seen, Knock(Inside, Server));
    }

    [Fact]
    public void A_hole_that_is_punched_while_a_datagram_is_under_way_lets_it_in()
    {
        PutBehind(SimNatRules.Consistent);
        var seen = Knock(Inside, Server);
        _network.Way(Other, seen).Conditions = new() { Delay = TimeSpan.FromMilliseconds(50) };
        _network.Send(Other, seen, [1]);
        _network.At(Instant.FromMilliseconds(20), () => _network.Send(Inside, Other, [2], ttl: 5));
        _network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal([Other], _hosts[Inside].From);
        Assert.Empty(_hosts[Other].From);
        Assert.Equal(1, _network.Stats.Expired);
    }

    [Fact]
    public void A_datagram_of_few_hops_arrives_within_its_own_network()
    {
        PutBehind(SimNatRules.Consistent);
        _network.Send(Inside, Neighbour, [1], ttl: 5);
        _network.RunFor(TimeSpan.Zero);

        Assert.Equal([Inside], _hosts[Neighbour].From);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Neighbours_reach_each_other_by_their_outside_addresses_only_where_the_nat_hairpins(bool hairpins)
    {
        PutBehind(SimNatRules.Consistent with { Hairpins = hairpins });
        var (seen, seenNeighbour) = (Knock(Inside, Server), Knock(Neighbour, Server));
        _network.Send(Neighbour, seen, [1], ttl: 5);
        _network.Send(Inside, seenNeighbour, [1], ttl: 5);
        _network.RunFor(TimeSpan.Zero);
        Assert.Equal(hairpins ? [seen] : [], _hosts[Neighbour].From);

        Assert.Equal(hairpins, Arrives(Inside, seenNeighbour));
    }

    [Fact]
    public void Neighbours_reach_each_other_by_their_inside_addresses_without_a_nat()
    {
        var nat = PutBehind(SimNatRules.Consistent);

        Assert.True(Arrives(Inside, Neighbour));
        Assert.Equal(Inside, _hosts[Neighbour].From[^1]);
        Assert.Equal(0, nat.Stats.Left);
    }

    [Fact]
    public void Behind_two_nats_the_outer_one_is_seen_and_answers_pass_both()
    {
        var outer = _network.AddNat(PeerAddress.Parse("91.1.1.1:0").Host, SimNatRules.Consistent);
        _network.PutBehind(Inside.Host, _network.AddNat(PeerAddress.Parse("100.64.0.9:0").Host, SimNatRules.Consistent, outer));

        var seen = Knock(Inside, Server);
        Assert.Equal(outer.Host, seen.Host);
        Assert.True(Arrives(Server, seen));
        Assert.False(Arrives(Other, seen));
    }

    [Fact]
    public void A_random_nat_behind_a_consistent_one_looks_random()
    {
        var outer = _network.AddNat(PeerAddress.Parse("91.1.1.1:0").Host, SimNatRules.Consistent);
        _network.PutBehind(Inside.Host, _network.AddNat(PeerAddress.Parse("100.64.0.9:0").Host, SimNatRules.Random, outer));

        Assert.NotEqual(Knock(Inside, Server), Knock(Inside, Other));
    }

    [Fact]
    public void A_router_that_was_unplugged_knows_nobody()
    {
        var nat = PutBehind(SimNatRules.FullCone);
        var seen = Knock(Inside, Server);
        nat.Forget();

        Assert.False(Arrives(Server, seen));
        Assert.NotEqual(seen, Knock(Inside, Server));
    }

    [Fact]
    public void Ports_run_out_for_nobody_while_others_have_expired()
    {
        var nat = PutBehind(SimNatRules.Random with { Lifetime = TimeSpan.FromSeconds(1) });
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 50_000; i++) _network.Send(Inside, new PeerAddress(Server.Host, (ushort)(i + 1)), [1], ttl: 5);
            _network.RunFor(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(150_000, nat.Stats.Opened);
        Assert.InRange(nat.Stats.Mappings, 50_000, 64_512);
    }

    private SimNat PutBehind(SimNatRules rules)
    {
        var nat = _network.AddNat(Outside, rules);
        foreach (var address in (PeerAddress[])[Inside, Neighbour]) _network.PutBehind(address.Host, nat);
        return nat;
    }

    // Sends something and says where it came from in the eyes of the receiver.
    private PeerAddress Knock(PeerAddress from, PeerAddress to)
    {
        _network.Send(from, to, [1]);
        _network.RunFor(TimeSpan.Zero);
        return _hosts[to].From[^1];
    }

    private bool Arrives(PeerAddress from, PeerAddress to)
    {
        var before = _hosts.Values.Sum(host => host.From.Count);
        _network.Send(from, to, [1]);
        _network.RunFor(TimeSpan.Zero);
        return _hosts.Values.Sum(host => host.From.Count) > before;
    }

    private void Attach(PeerAddress address) => _network.Attach(address, _hosts[address] = new Recorder());

    private sealed class Recorder : SimHost
    {
        public List<PeerAddress> From { get; } = [];

        public override Instant NextDeadline => Instant.Never;

        public override void HandleDatagram(Instant now, PeerAddress from, PeerAddress to, ReadOnlyMemory<byte> datagram) => From.Add(from);

        public override void HandleTimeout(Instant now) { }
    }
}
