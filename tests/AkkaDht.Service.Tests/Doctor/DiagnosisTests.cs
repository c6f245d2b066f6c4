using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Service.Doctor;

namespace AkkaDht.Service.Tests.Doctor;

/// <summary>What measurements mean.</summary>
public sealed class DiagnosisTests
{
    private const uint Public = 0x58_63_03_56;

    private static readonly Measurements Usual = new()
    {
        LocalAddress = PeerAddress.Parse("192.168.1.5:49737"),
        WantedPort = 0,
        Bootstrap = [("node.example:49737", TimeSpan.FromMilliseconds(20))],
        Witnesses = (8, 8),
        PublicHost = Public,
        Nat = FirewallKind.Consistent,
        IsReachable = false,
        WantedReceiveBuffer = 4 << 20,
        ReceiveBuffer = 4 << 20,
        Clock = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        TimerTook = TimeSpan.FromMilliseconds(11),
    };

    [Fact]
    public void A_usual_machine_is_told_how_to_be_reached_and_has_nothing_bad()
    {
        var findings = Diagnosis.Of(Usual);

        Assert.DoesNotContain(findings, finding => finding.Verdict == Verdict.Bad);
        Assert.Contains("forward a UDP port", Of("firewall", Usual).Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FirewallKind.Consistent, false, Verdict.Good, Verdict.Fair)]
    [InlineData(FirewallKind.Random, false, Verdict.Fair, Verdict.Bad)]
    [InlineData(FirewallKind.Unknown, false, Verdict.Fair, Verdict.Fair)]
    [InlineData(FirewallKind.Random, true, Verdict.Good, Verdict.Good)]
    [InlineData(FirewallKind.Open, true, Verdict.Good, Verdict.Good)]
    internal void What_two_firewalls_make_of_each_other_is_that_of_the_punching_table(FirewallKind nat, bool isReachable, Verdict consistent, Verdict random)
    {
        var measured = Usual with { Nat = nat, IsReachable = isReachable };

        Assert.Equal(Verdict.Good, Of("peers: open", measured).Verdict);
        Assert.Equal(consistent, Of("peers: consistent", measured).Verdict);
        Assert.Equal(random, Of("peers: random", measured).Verdict);
    }

    [Fact]
    public void Two_random_nats_need_a_relay() =>
        Assert.Contains("relay", Of("peers: random", Usual with { Nat = FirewallKind.Random }).Advice, StringComparison.Ordinal);

    [Fact]
    public void A_machine_that_nobody_answers_reaches_no_peer()
    {
        var alone = Usual with { Bootstrap = [("node.example:49737", null)], Witnesses = (0, 0), PublicHost = null, Nat = FirewallKind.Unknown };

        Assert.False(alone.IsOnline);
        Assert.Equal(Verdict.Bad, Of("bootstrap", alone).Verdict);
        Assert.Equal(Verdict.Bad, Of("peers", alone).Verdict);
        Assert.DoesNotContain(Diagnosis.Of(alone), finding => finding.Check == "peers: open");
    }

    [Fact]
    public void One_bootstrap_node_of_two_is_enough_and_said()
    {
        var finding = Of("bootstrap", Usual with { Bootstrap = [("a:1", TimeSpan.FromMilliseconds(1.25)), ("b:2", null)] });

        Assert.Equal(Verdict.Fair, finding.Verdict);
        Assert.Equal("a:1 answers in 1.3 ms, b:2 does not answer", finding.Says);
    }

    [Fact]
    public void A_port_that_is_taken_is_named_with_the_one_instead()
    {
        var finding = Of("ports", Usual with { WantedPort = 49000 });

        Assert.Equal(Verdict.Fair, finding.Verdict);
        Assert.Contains("49000", finding.Says, StringComparison.Ordinal);
        Assert.Contains("49737", finding.Says, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_at_its_own_public_address_has_no_nat() =>
        Assert.Contains("no NAT", Of("address", Usual with { LocalAddress = new PeerAddress(Public, 1) }).Says, StringComparison.Ordinal);

    [Fact]
    public void Witnesses_of_the_own_network_prove_nothing_about_the_outside()
    {
        var inside = Usual with { PublicHost = PeerAddress.Loopback(0).Host, IsReachable = true };

        Assert.Equal(Verdict.Fair, Of("address", inside).Verdict);
        Assert.DoesNotContain("trangers", Of("firewall", inside).Says, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_buffer_comes_with_a_way_to_enlarge_it()
    {
        var finding = Of("buffers", Usual with { ReceiveBuffer = 208 << 10 });

        Assert.Equal(Verdict.Fair, finding.Verdict);
        Assert.Contains("208 KiB of the 4096 KiB", finding.Says, StringComparison.Ordinal);
        Assert.NotNull(finding.Advice);
    }

    [Fact]
    public void A_clock_of_long_ago_is_bad() => Assert.Equal(Verdict.Bad, Of("clock", Usual with { Clock = DateTimeOffset.UnixEpoch }).Verdict);

    [Fact]
    public void A_late_timer_is_said() => Assert.Equal(Verdict.Fair, Of("timers", Usual with { TimerTook = TimeSpan.FromMilliseconds(80) }).Verdict);

    [Fact]
    public void Whatever_is_not_good_comes_with_words() =>
        Assert.All(Diagnosis.Of(Usual with { Nat = FirewallKind.Random }), finding => Assert.True(finding.Says.Length > 10));

    private static Finding Of(string check, Measurements measured) => Assert.Single(Diagnosis.Of(measured), finding => finding.Check == check);
}
