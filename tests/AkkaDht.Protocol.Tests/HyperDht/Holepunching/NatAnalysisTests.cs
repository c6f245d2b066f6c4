using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Holepunching;
using static AkkaDht.Protocol.Tests.HyperDht.Holepunching.PunchData;

namespace AkkaDht.Protocol.Tests.HyperDht.Holepunching;

/// <summary>What others see, and what is made of it; the vectors of hyperdht.json walk the same rules.</summary>
public sealed class NatAnalysisTests
{
    private static readonly PeerAddress Ours = PeerAddress.Parse("88.1.1.1:4000");

    private readonly NatAnalysis _nat = new(isFirewalled: true);
    private int _reporters;

    [Fact]
    public void A_node_behind_nothing_is_open_whatever_is_said()
    {
        var nat = new NatAnalysis(isFirewalled: false);
        for (var i = 1; i <= 5; i++) nat.Add(Ours with { Port = (ushort)i }, Node(i));

        Assert.Equal(FirewallKind.Open, nat.Firewall);
        Assert.Null(nat.Addresses);
        Assert.Equal(5, nat.Sampled);
    }

    [Fact]
    public void Fewer_than_three_statements_say_nothing()
    {
        Say(Ours, Ours);

        Assert.Equal(FirewallKind.Unknown, _nat.Firewall);
        Assert.Null(_nat.Addresses);
    }

    [Fact]
    public void Three_that_agree_are_a_consistent_nat()
    {
        Say(Ours, Ours, Ours);

        Assert.Equal(FirewallKind.Consistent, _nat.Firewall);
        Assert.Equal([Ours], _nat.Addresses);
    }

    [Fact]
    public void Three_that_all_differ_are_a_random_nat_of_which_the_host_is_known()
    {
        Say(Ours, Ours with { Port = 4001 }, Ours with { Port = 4002 });

        Assert.Equal(FirewallKind.Random, _nat.Firewall);
        Assert.Equal([Ours with { Port = 0 }], _nat.Addresses);
    }

    [Fact]
    public void Two_that_agree_need_more_statements()
    {
        Say(Ours, Ours, Ours with { Port = 4001 });
        Assert.Equal(FirewallKind.Unknown, _nat.Firewall);

        Say(Ours with { Port = 4002 });
        Assert.Equal(FirewallKind.Random, _nat.Firewall);
    }

    [Fact]
    public void Two_hosts_with_two_statements_each_are_a_consistent_nat_with_two_ways_out()
    {
        var other = PeerAddress.Parse("89.2.2.2:4000");
        Say(Ours, other, Ours, other);

        Assert.Equal(FirewallKind.Consistent, _nat.Firewall);
        Assert.Equal([Ours, other], _nat.Addresses);
    }

    [Fact]
    public void Five_statements_without_a_decision_are_a_random_nat()
    {
        var other = PeerAddress.Parse("89.2.2.2:4000");
        Say(Ours, Ours, other, other with { Port = 1 });
        Assert.Equal(FirewallKind.Unknown, _nat.Firewall);

        Say(other with { Port = 2 });
        Assert.Equal(FirewallKind.Random, _nat.Firewall);
        Assert.Equal([other with { Port = 0 }], _nat.Addresses);
    }

    [Fact]
    public void A_verdict_may_be_revised()
    {
        Say(Ours, Ours with { Port = 4001 }, Ours with { Port = 4002 });
        Say(Ours, Ours);

        Assert.Equal(FirewallKind.Consistent, _nat.Firewall);
    }

    [Fact]
    public void An_address_that_two_name_is_told_and_others_while_there_are_fewer_than_two()
    {
        Say(Ours, Ours with { Port = 4001 }, Ours with { Port = 4002 }, Ours, Ours, Ours with { Port = 4001 });

        Assert.Equal([Ours, Ours with { Port = 4001 }], _nat.Addresses);
    }

    [Fact]
    public void A_reporter_counts_once()
    {
        Assert.True(_nat.Add(Ours, Node(1)));
        Assert.False(_nat.Add(Ours, Node(1)));
        Assert.False(_nat.Add(Ours with { Port = 1 }, Node(1)));

        Assert.Equal(1, _nat.Sampled);
    }

    [Fact]
    public void A_frozen_verdict_stays_but_statements_are_counted()
    {
        Say(Ours, Ours, Ours);
        _nat.Freeze();
        for (var i = 1; i <= 10; i++) Say(PeerAddress.Parse("89.2.2.2:5000"));

        Assert.Equal(FirewallKind.Consistent, _nat.Firewall);
        Assert.Equal([Ours], _nat.Addresses);
        Assert.Equal(13, _nat.Sampled);
    }

    [Fact]
    public void The_host_that_most_see_is_known_from_the_first_statement()
    {
        Assert.Null(_nat.Host);

        Say(Ours with { Port = 1 });
        Assert.Equal(Ours.Host, _nat.Host);

        Say(PeerAddress.Parse("89.2.2.2:5000"), PeerAddress.Parse("89.2.2.2:5001"));
        Assert.Equal(PeerAddress.Parse("89.2.2.2:0").Host, _nat.Host);
    }

    [Fact]
    public void No_more_is_remembered_than_its_bound()
    {
        for (var i = 0; i < NatAnalysis.MaxSamples; i++) Assert.True(_nat.Add(Ours with { Port = (ushort)(i + 1) }, Node(i)));

        Assert.False(_nat.Add(Ours, Node(NatAnalysis.MaxSamples)));
        Assert.Equal(NatAnalysis.MaxSamples, _nat.Sampled);
    }

    private void Say(params PeerAddress[] addresses)
    {
        foreach (var address in addresses) _nat.Add(address, Node(++_reporters));
    }
}
