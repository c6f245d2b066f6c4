using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Holepunching;
using static AkkaDht.Protocol.Tests.HyperDht.Holepunching.PunchData;

namespace AkkaDht.Protocol.Tests.HyperDht.Holepunching;

/// <summary>Which probes go where and when, for each pair of NATs.</summary>
public sealed class PuncherStrategyTests
{
    private static readonly PeerAddress Verified = PeerAddress.Parse("90.1.1.1:5000");
    private static readonly PeerAddress Unverified = PeerAddress.Parse("91.2.2.2:6000");

    [Theory]
    [InlineData(FirewallKind.Consistent, FirewallKind.Consistent, PunchStrategy.Consistent)]
    [InlineData(FirewallKind.Consistent, FirewallKind.Open, PunchStrategy.Consistent)]
    [InlineData(FirewallKind.Open, FirewallKind.Consistent, PunchStrategy.Consistent)]
    [InlineData(FirewallKind.Consistent, FirewallKind.Random, PunchStrategy.GuessPorts)]
    [InlineData(FirewallKind.Open, (FirewallKind)9, PunchStrategy.GuessPorts)]
    [InlineData(FirewallKind.Random, FirewallKind.Consistent, PunchStrategy.ManySockets)]
    [InlineData(FirewallKind.Random, FirewallKind.Open, PunchStrategy.ManySockets)]
    [InlineData(FirewallKind.Random, FirewallKind.Random, PunchStrategy.None)]
    [InlineData(FirewallKind.Unknown, FirewallKind.Consistent, PunchStrategy.None)]
    [InlineData(FirewallKind.Consistent, FirewallKind.Unknown, PunchStrategy.None)]
    public void The_two_nats_decide_how_a_hole_is_punched(FirewallKind local, FirewallKind remote, PunchStrategy strategy)
    {
        var punch = Ready(local, remote);

        Assert.Equal(strategy != PunchStrategy.None, punch.TryPunch());
        Assert.Equal(strategy, punch.Machine.Strategy);
        Assert.Equal(strategy != PunchStrategy.None, punch.Machine.IsPunching);
    }

    [Theory]
    [InlineData(FirewallKind.Consistent, FirewallKind.Consistent, true)]
    [InlineData(FirewallKind.Consistent, FirewallKind.Random, false)]
    [InlineData(FirewallKind.Random, FirewallKind.Consistent, false)]
    public void Random_punches_need_an_address_that_the_other_side_has_proved(FirewallKind local, FirewallKind remote, bool punches)
    {
        var punch = new PuncherUnderTest().Started().Behind(local).Remote(remote, null, Unverified);

        Assert.Equal(punches, punch.TryPunch());
        Assert.Equal(0, punch.Gate.Inside);
    }

    [Fact]
    public void Without_addresses_there_is_nothing_to_punch() =>
        Assert.False(new PuncherUnderTest().Started().Behind(FirewallKind.Consistent).Remote(FirewallKind.Consistent, null).TryPunch());

    [Fact]
    public void A_host_that_was_proved_stays_so_while_it_is_named()
    {
        var punch = new PuncherUnderTest().Started();
        punch.Remote(FirewallKind.Consistent, Verified.Host, Verified, Unverified);
        punch.Remote(FirewallKind.Consistent, null, Verified with { Port = 9 }, Unverified);
        Assert.Equal([true, false], punch.Machine.RemoteAddresses.Select(remote => remote.IsVerified));

        punch.Remote(FirewallKind.Consistent, null);
        punch.Remote(FirewallKind.Consistent, null, Verified);
        Assert.Equal([false], punch.Machine.RemoteAddresses.Select(remote => remote.IsVerified));
    }

    [Fact]
    public void The_initiator_tries_ten_times_a_second_apart_and_gives_up_a_second_later()
    {
        var punch = Ready(FirewallKind.Consistent, FirewallKind.Consistent);
        Assert.True(punch.TryPunch());
        punch.RunFor(Ms(9_999));
        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => 1_000L * i)], punch.ProbesInTime.Select(done => done.At));
        Assert.All(punch.Probes, probe => Assert.Equal(new PuncherAction.Probe(punch.Socket, Verified, 64), probe));
        Assert.False(punch.Machine.IsOver);

        punch.RunFor(Ms(1));
        Assert.True(punch.Machine.IsOver);
        Assert.IsType<PuncherAction.Aborted>(punch.Done[^1].Action);
        Assert.Empty(punch.Open);
    }

    [Fact]
    public void The_side_that_was_asked_waits_a_second_first()
    {
        var punch = Ready(FirewallKind.Consistent, FirewallKind.Consistent, isInitiator: false);
        Assert.True(punch.TryPunch());
        punch.RunFor(Ms(60_000));

        Assert.Equal([.. Enumerable.Range(1, 10).Select(i => 1_000L * i)], punch.ProbesInTime.Select(done => done.At));
        Assert.Equal(11_000, punch.Done[^1].At);
    }

    [Fact]
    public void Addresses_that_nothing_vouches_for_are_tried_the_fourth_and_the_eighth_time_only()
    {
        var punch = Ready(FirewallKind.Consistent, FirewallKind.Consistent, Verified, Unverified);
        punch.TryPunch();
        punch.RunFor(Ms(60_000));

        Assert.Equal([3_000L, 7_000L], punch.ProbesInTime.Where(done => done.Probe.To == Unverified).Select(done => done.At));
        Assert.Equal(10, punch.Probes.Count(probe => probe.To == Verified));
    }

    [Fact]
    public void Addresses_told_while_punching_are_tried_from_then_on()
    {
        var punch = Ready(FirewallKind.Consistent, FirewallKind.Consistent);
        punch.TryPunch();
        punch.RunFor(Ms(1_500));
        punch.Remote(FirewallKind.Consistent, Unverified.Host, Unverified);
        punch.RunFor(Ms(60_000));

        Assert.Equal(2, punch.Probes.Count(probe => probe.To == Verified));
        Assert.Equal(8, punch.Probes.Count(probe => probe.To == Unverified));
    }

    [Fact]
    public void Ports_of_a_random_nat_are_guessed_for_thirty_five_seconds()
    {
        var punch = Ready(FirewallKind.Consistent, FirewallKind.Random, Verified with { Port = 0 });
        Assert.True(punch.TryPunch());
        punch.RunFor(Ms(34_999));

        var probes = punch.ProbesInTime.ToArray();
        Assert.Equal(1750, probes.Length);
        Assert.Equal([.. Enumerable.Range(0, 1750).Select(i => 20L * i)], probes.Select(done => done.At));
        Assert.All(probes, done => Assert.Equal((Verified.Host, 64), (done.Probe.To.Host, done.Probe.Ttl)));
        Assert.All(probes, done => Assert.InRange(done.Probe.To.Port, 1000, 65535));
        Assert.True(probes.Select(done => done.Probe.To.Port).Distinct().Count() > 1700);
        Assert.False(punch.Machine.IsOver);

        punch.RunFor(Ms(1));
        Assert.True(punch.Machine.IsOver);
    }

    [Fact]
    public void Behind_a_random_nat_256_sockets_knock_once_and_do_not_arrive()
    {
        var punch = Ready(FirewallKind.Random, FirewallKind.Consistent);
        var first = punch.Socket;
        Assert.True(punch.TryPunch());
        punch.GiveAll();

        Assert.Equal(256, punch.Open.Count);
        Assert.Equal([.. punch.Open.Where(socket => socket != first)], punch.Probes.Select(probe => probe.Socket));
        Assert.All(punch.Probes, probe => Assert.Equal((Verified, 5), (probe.To, probe.Ttl)));
    }

    [Fact]
    public void They_then_take_turns_for_thirty_five_seconds_and_arrive_from_the_second_round_on()
    {
        var punch = Ready(FirewallKind.Random, FirewallKind.Consistent);
        punch.TryPunch();
        punch.GiveAll();
        var opened = punch.Done.Count;
        punch.RunFor(Ms(60_000));

        var probes = punch.ProbesInTime.Skip(255).ToArray();
        Assert.Equal(opened + 1750 + 256 + 1, punch.Done.Count);
        Assert.Equal([.. Enumerable.Range(0, 1750).Select(i => 100L + (20 * i))], probes.Select(done => done.At));
        Assert.Equal([.. Enumerable.Range(0, 1750).Select(i => i % 256)], probes.Select(done => done.Probe.Socket.Number - SocketRole.FirstPooled));
        Assert.All(probes[..256], done => Assert.Equal(5, done.Probe.Ttl));
        Assert.All(probes[256..], done => Assert.Equal(64, done.Probe.Ttl));
        Assert.True(punch.Machine.IsOver);
        Assert.Empty(punch.Open);
    }

    [Fact]
    public void Where_sockets_run_out_it_goes_on_with_those_that_there_are()
    {
        var punch = Ready(FirewallKind.Random, FirewallKind.Consistent);
        punch.TryPunch();
        punch.Give().Give().GiveNone();
        punch.RunFor(Ms(100 + (3 * 20)));

        Assert.Equal(3, punch.Open.Count);
        Assert.Equal([0, 1, 2, 0], punch.Probes.Skip(2).Select(probe => probe.Socket.Number - SocketRole.FirstPooled));
    }

    [Fact]
    public void Punching_twice_is_punching_once()
    {
        var punch = Ready(FirewallKind.Consistent, FirewallKind.Consistent);

        Assert.True(punch.TryPunch());
        Assert.True(punch.TryPunch());
        Assert.Single(punch.Probes);
    }

    [Fact]
    public void An_early_timeout_does_no_harm()
    {
        var punch = Ready(FirewallKind.Consistent, FirewallKind.Consistent);
        punch.TryPunch();
        punch.Turn((now, puncher) => puncher.HandleTimeout(now));

        Assert.Single(punch.Probes);
    }

    [Fact]
    public void Whoever_punches_has_finished_analyzing()
    {
        var punch = new PuncherUnderTest().Started(0).Turn((now, puncher) => puncher.Reopen(now));
        punch.Behind(FirewallKind.Consistent).Remote(FirewallKind.Consistent, Verified.Host, Verified);
        var first = punch.Socket;
        Assert.True(punch.TryPunch());
        Assert.True(punch.Machine.IsAnalyzed);

        punch.Give();
        Assert.Equal(first, punch.Socket);
        Assert.Equal([first], punch.Open);
    }

    private static PuncherUnderTest Ready(FirewallKind local, FirewallKind remote, params PeerAddress[] addresses) => Ready(local, remote, isInitiator: true, addresses);

    private static PuncherUnderTest Ready(FirewallKind local, FirewallKind remote, bool isInitiator, params PeerAddress[] addresses)
    {
        var punch = new PuncherUnderTest(isInitiator, isFirewalled: local != FirewallKind.Open).Started();
        if (local is FirewallKind.Consistent or FirewallKind.Random) punch.Behind(local);
        return punch.Remote(remote, Verified.Host, addresses.Length > 0 ? addresses : [Verified]);
    }
}
