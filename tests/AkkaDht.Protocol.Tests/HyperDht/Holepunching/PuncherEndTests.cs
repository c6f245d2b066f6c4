using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Holepunching;
using static AkkaDht.Protocol.Tests.HyperDht.Holepunching.PunchData;

namespace AkkaDht.Protocol.Tests.HyperDht.Holepunching;

/// <summary>Success, failure, and that nothing is left behind by either.</summary>
public sealed class PuncherEndTests
{
    private static readonly PeerAddress Remote = PeerAddress.Parse("90.1.1.1:5000");

    [Fact]
    public void The_first_probe_that_arrives_is_the_initiators_success()
    {
        var punch = Punching(FirewallKind.Random).GiveAll();
        var through = new SocketRole(SocketRole.FirstPooled + 77);
        punch.Turn((now, puncher) => puncher.HandleProbe(now, through, Remote));

        Assert.Equal([new PuncherAction.Connected(through, Remote)], punch.Of<PuncherAction.Connected>());
        Assert.Equal([through], punch.Open);
        Assert.Equal(through, punch.Machine.Socket);
        Assert.True(punch.Machine.IsConnected);
        Assert.False(punch.Machine.IsPunching);
        Assert.Equal(Instant.Never, punch.Machine.NextDeadline);

        punch.Turn((now, puncher) => puncher.HandleProbe(now, through, Remote with { Port = 1 }));
        Assert.Single(punch.Of<PuncherAction.Connected>());
        Assert.Empty(punch.Of<PuncherAction.Aborted>());
    }

    [Fact]
    public void A_probe_may_come_before_anything_was_punched()
    {
        var punch = new PuncherUnderTest().Started(20);
        punch.Turn((now, puncher) => puncher.HandleProbe(now, puncher.Socket!.Value, Remote));

        Assert.True(punch.Machine.IsConnected);
        Assert.False(punch.TryPunch());
    }

    [Fact]
    public void The_socket_that_got_through_is_held_until_the_owner_has_taken_it()
    {
        var punch = new PuncherUnderTest().Started();
        punch.Turn((now, puncher) => puncher.HandleProbe(now, puncher.Socket!.Value, Remote));
        Assert.Single(punch.Open);

        punch.Turn((now, puncher) => puncher.Destroy(now));
        Assert.Empty(punch.Open);
    }

    [Fact]
    public void A_socket_that_comes_too_late_is_given_back_at_once()
    {
        var punch = Punching(FirewallKind.Random).Give();
        punch.Turn((now, puncher) => puncher.Destroy(now));
        Assert.Equal(1, punch.Asked);

        punch.Give();
        Assert.Empty(punch.Open);
        Assert.Equal(3, punch.Machine.Stats.SocketsReleased);
    }

    [Fact]
    public void An_owner_that_ends_it_is_not_told_so()
    {
        var punch = Punching(FirewallKind.Consistent).Turn((now, puncher) => puncher.Destroy(now)).Turn((now, puncher) => puncher.Destroy(now));

        Assert.Empty(punch.Of<PuncherAction.Aborted>());
        Assert.Equal(Instant.Never, punch.Machine.NextDeadline);
        Assert.True(punch.Machine.IsOver);
    }

    [Fact]
    public void A_random_punch_holds_the_gate_until_it_ends()
    {
        var punch = Punching(FirewallKind.Random);
        Assert.Equal(1, punch.Gate.Inside);

        punch.Turn((now, puncher) => puncher.Destroy(now));
        Assert.Equal(0, punch.Gate.Inside);
        Assert.False(punch.Gate.MayPunch(punch.Now + Ms(19_999)));
        Assert.True(punch.Gate.MayPunch(punch.Now + Ms(20_000)));
    }

    [Fact]
    public void A_consistent_punch_passes_no_gate()
    {
        var gate = new RandomPunchGate();
        gate.TryEnter(Start);

        Assert.True(Punching(FirewallKind.Consistent, gate).Machine.IsPunching);
        Assert.Equal(1, gate.Inside);
    }

    [Fact]
    public void A_closed_gate_lets_nobody_punch()
    {
        var gate = new RandomPunchGate();
        gate.TryEnter(Start);
        var punch = Prepared(FirewallKind.Random, gate);

        Assert.False(punch.Machine.TryReserve(punch.Now));
        Assert.False(punch.TryPunch());
        Assert.False(punch.Machine.IsPunching);
        Assert.Equal(1, gate.Inside);
    }

    [Fact]
    public void A_place_taken_beforehand_is_used_by_the_punch()
    {
        var punch = Prepared(FirewallKind.Random);

        Assert.True(punch.Machine.TryReserve(punch.Now));
        Assert.True(punch.Machine.TryReserve(punch.Now));
        Assert.Equal(1, punch.Gate.Inside);
        Assert.True(punch.TryPunch());
        Assert.Equal(1, punch.Gate.Inside);

        punch.Machine.CancelReservation();
        Assert.Equal(1, punch.Gate.Inside);
    }

    [Fact]
    public void A_place_that_is_not_used_is_free_for_others_at_once()
    {
        var gate = new RandomPunchGate();
        var cancelled = Prepared(FirewallKind.Random, gate);
        cancelled.Machine.TryReserve(cancelled.Now);
        cancelled.Machine.CancelReservation();
        Assert.True(gate.MayPunch(Start));

        var destroyed = Prepared(FirewallKind.Random, gate);
        destroyed.Machine.TryReserve(destroyed.Now);
        destroyed.Turn((now, puncher) => puncher.Destroy(now));
        Assert.True(gate.MayPunch(Start));
    }

    // Whatever happens in whatever order: every socket is given back exactly once and no wake-up remains.
    [Theory]
    [MemberData(nameof(Seeds.First), 200, MemberType = typeof(Seeds))]
    public void Nothing_is_left_behind_whatever_happened(int seed)
    {
        var random = new SeededRandom(seed);
        var punch = new PuncherUnderTest(
            isInitiator: random.Next(2) == 0, remote: (FirewallKind)random.Next(5), isFirewalled: random.Next(4) > 0, seed: seed);
        punch.Turn((now, puncher) => puncher.HandleStart(now));
        for (var step = 0; step < 300; step++) Happen(punch, random);

        punch.Turn((now, puncher) => puncher.Destroy(now)).GiveAll();
        Assert.Empty(punch.Open);
        Assert.Equal(Instant.Never, punch.Machine.NextDeadline);
        Assert.Equal(0, punch.Gate.Inside);
        Assert.Equal(punch.Machine.Stats.SocketsOpened, punch.Machine.Stats.SocketsReleased);
        Assert.InRange(punch.Of<PuncherAction.Connected>().Count() + punch.Of<PuncherAction.Aborted>().Count(), 0, 1);

        var said = punch.Done.Count;
        for (var step = 0; step < 50; step++) Happen(punch, random);
        punch.GiveAll();
        Assert.All(punch.Done.Skip(said), done => Assert.IsType<PuncherAction.ReleaseSocket>(done.Action));
    }

    private static void Happen(PuncherUnderTest punch, SeededRandom random)
    {
        var socket = punch.Machine.Socket is { } current && random.Next(8) > 0 ? current : new SocketRole(random.Next(300));
        var seen = PuncherUnderTest.Ours with { Port = (ushort)(4000 + random.Next(3)) };
        switch (random.Next(14))
        {
            case 0 or 1 or 2 when punch.Asked > 0: punch.Give(random.Next(20)); break;
            case 3 when punch.Asked > 0: punch.GiveNone(); break;
            case 4: punch.GiveAll(); break;
            case 5: punch.Turn((now, puncher) => puncher.HandlePong(now, socket, Node(random.Next(30)), seen)); break;
            case 6: punch.Turn((now, puncher) => puncher.HandlePingFailed(now, socket, Node(random.Next(30)))); break;
            case 7: punch.Turn((_, puncher) => puncher.HandleSample(seen, Node(100 + random.Next(30)))); break;
            case 8: punch.Remote((FirewallKind)random.Next(5), random.Next(2) == 0 ? Remote.Host : null, Remote, Node(random.Next(5))); break;
            case 9: punch.TryPunch(); break;
            case 10: punch.Turn((now, puncher) => puncher.Reopen(now)); break;
            case 11 when random.Next(20) == 0: punch.Turn((now, puncher) => puncher.HandleProbe(now, socket, Remote)); break;
            case 12: punch.Turn((now, puncher) => { if (random.Next(2) == 0) puncher.TryReserve(now); else puncher.CancelReservation(); }); break;
            case 13: punch.Turn((_, puncher) => puncher.OpenSession(Remote)); break;
            default: punch.RunFor(Ms(random.Next(2_000))); break;
        }
    }

    private static PuncherUnderTest Prepared(FirewallKind local, RandomPunchGate? gate = null) =>
        new PuncherUnderTest(gate: gate).Started().Behind(local).Remote(FirewallKind.Consistent, Remote.Host, Remote);

    private static PuncherUnderTest Punching(FirewallKind local, RandomPunchGate? gate = null)
    {
        var punch = Prepared(local, gate);
        Assert.True(punch.TryPunch());
        return punch;
    }
}
