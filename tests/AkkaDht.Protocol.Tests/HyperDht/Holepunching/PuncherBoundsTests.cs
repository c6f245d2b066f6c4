using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Holepunching;
using static AkkaDht.Protocol.Tests.HyperDht.Holepunching.PunchData;

namespace AkkaDht.Protocol.Tests.HyperDht.Holepunching;

/// <summary>What a stranger cannot make a puncher do.</summary>
public sealed class PuncherBoundsTests
{
    private static readonly PeerAddress Remote = PeerAddress.Parse("90.1.1.1:5000");
    private static readonly PeerAddress Private = PeerAddress.Parse("192.168.1.7:5000");

    [Theory]
    [InlineData("90.1.1.1:0")]
    [InlineData("192.168.1.7:5000")]
    [InlineData("127.0.0.1:5000")]
    [InlineData("0.0.0.0:5000")]
    [InlineData("203.0.113.4:5000")]
    [InlineData("224.0.0.1:5000")]
    [InlineData("255.255.255.255:5000")]
    public void Nothing_is_sent_where_no_peer_can_be(string target)
    {
        var to = PeerAddress.Parse(target);
        var punch = new PuncherUnderTest().Started().Behind(FirewallKind.Consistent).Remote(FirewallKind.Consistent, to.Host, to);
        punch.Turn((_, puncher) => puncher.OpenSession(to)).Turn((_, puncher) => puncher.Ping(to));
        Assert.True(punch.TryPunch());
        punch.RunFor(Ms(60_000));

        Assert.Empty(punch.Probes);
        Assert.Equal(12, punch.Machine.Stats.TargetsRefused);
    }

    [Fact]
    public void Nobody_is_made_to_guess_ports_within_a_private_network() =>
        Assert.False(new PuncherUnderTest().Started().Behind(FirewallKind.Consistent).Remote(FirewallKind.Random, Private.Host, Private with { Port = 0 }).TryPunch());

    [Fact]
    public void A_node_that_is_seen_at_a_private_address_may_probe_others()
    {
        var punch = new PuncherUnderTest().Started();
        punch.Turn((_, puncher) => puncher.HandleSample(PeerAddress.Parse("192.168.1.2:4000"), Node(1)));
        punch.Turn((_, puncher) => puncher.Ping(Private));

        Assert.Equal([Private], punch.Probes.Select(probe => probe.To));
    }

    [Fact]
    public void So_may_one_whose_owner_knows_that_it_is_private()
    {
        var punch = new PuncherUnderTest().Turn((_, puncher) => puncher.HandleOwnHost(PeerAddress.Loopback(0).Host)).Started();
        punch.Turn((_, puncher) => puncher.OpenSession(PeerAddress.Loopback(5000)));

        Assert.Equal([new PuncherAction.Probe(punch.Socket, PeerAddress.Loopback(5000), 5)], punch.Probes);
    }

    [Fact]
    public void A_single_stranger_does_not_make_us_private()
    {
        var punch = new PuncherUnderTest().Started().Behind(FirewallKind.Consistent);
        punch.Turn((_, puncher) => puncher.HandleSample(PeerAddress.Parse("192.168.1.2:4000"), Node(1)));
        punch.Turn((_, puncher) => puncher.Ping(Private));

        Assert.Empty(punch.Probes);
    }

    [Fact]
    public void Settings_may_allow_private_targets_always()
    {
        var punch = new PuncherUnderTest(settings: new() { AllowsPrivateTargets = true }).Started();
        punch.Turn((_, puncher) => puncher.Ping(Private)).Turn((_, puncher) => puncher.Ping(PeerAddress.Parse("224.0.0.1:5000")));

        Assert.Equal([Private], punch.Probes.Select(probe => probe.To));
    }

    [Fact]
    public void Of_many_addresses_only_the_first_few_are_kept()
    {
        var addresses = Enumerable.Range(1, 200).Select(Node).ToArray();
        var punch = new PuncherUnderTest().Started().Behind(FirewallKind.Consistent).Remote(FirewallKind.Consistent, null, addresses);

        Assert.Equal(addresses[..8], punch.Machine.RemoteAddresses.Select(remote => remote.Address));
        Assert.Equal(192, punch.Machine.Stats.Overflowed);

        Assert.True(punch.TryPunch());
        punch.RunFor(Ms(60_000));
        Assert.Equal(2 * 8, punch.Machine.Stats.Probes);
    }

    [Fact]
    public void Single_probes_are_counted_over_the_whole_punch()
    {
        var punch = new PuncherUnderTest().Turn((now, puncher) => puncher.HandleStart(now));
        for (var i = 0; i < 10; i++) punch.Turn((_, puncher) => puncher.OpenSession(Remote));
        punch.Give();
        for (var i = 0; i < 10; i++) punch.Turn((_, puncher) => puncher.Ping(Remote));

        Assert.Equal(16, punch.Probes.Count());
        Assert.Equal(10, punch.Machine.Stats.LowTtlProbes);
        Assert.Equal(4, punch.Machine.Stats.Overflowed);
    }

    [Fact]
    public void What_should_be_sent_before_there_is_a_socket_is_sent_once_there_is()
    {
        var punch = new PuncherUnderTest().Turn((now, puncher) => puncher.HandleStart(now)).Turn((_, puncher) => puncher.OpenSession(Remote));
        Assert.Empty(punch.Probes);

        punch.Give(nodes: 20);
        Assert.Equal([new PuncherAction.Probe(punch.Socket, Remote, 5)], punch.Probes);
    }

    [Fact]
    public void The_side_that_was_asked_answers_every_probe_up_to_a_bound()
    {
        var punch = new PuncherUnderTest(isInitiator: false, settings: new() { MaxEchoes = 3 }).Started();
        for (var i = 1; i <= 5; i++) punch.Turn((now, puncher) => puncher.HandleProbe(now, puncher.Socket!.Value, Node(i)));

        Assert.Equal([.. Enumerable.Range(1, 3).Select(i => new PuncherAction.Probe(punch.Socket, Node(i), 64))], punch.Probes);
        Assert.Equal((3, 2), (punch.Machine.Stats.Echoes, punch.Machine.Stats.Overflowed));
        Assert.False(punch.Machine.IsConnected);
    }

    [Fact]
    public void Probes_on_sockets_of_others_mean_nothing()
    {
        var punch = new PuncherUnderTest().Started();
        punch.Turn((now, puncher) => puncher.HandleProbe(now, SocketRole.Server, Remote));

        Assert.False(punch.Machine.IsConnected);
        Assert.Empty(punch.Probes);
    }
}
