using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>Whatever happens and whenever it ends: no socket, request, relay or deadline is left. The <see cref="Ledger"/> looks at each step.</summary>
public sealed class NothingIsLeftTests
{
    // Short punches: what is looked for is the end, not the success.
    private static readonly ConnectSettings Short = new()
    {
        Puncher = new PuncherSettings { BirthdaySockets = 16, RandomProbes = 100 },
    };

    public static TheoryData<bool, FirewallKind, FirewallKind> All()
    {
        var data = new TheoryData<bool, FirewallKind, FirewallKind>();
        foreach (var isClient in new[] { true, false })
        {
            foreach (var client in new[] { FirewallKind.Open, FirewallKind.Consistent, FirewallKind.Random })
            {
                foreach (var server in new[] { FirewallKind.Open, FirewallKind.Consistent, FirewallKind.Random }) data.Add(isClient, client, server);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_end_may_be_aborted_at_each_of_its_steps(bool abortsClient, FirewallKind client, FirewallKind server)
    {
        for (var step = 1; ; step++)
        {
            var bench = new PeerBench(new BenchSetting { ClientNat = client, ServerNat = server, ClientRelay = true, JitterMillis = 40, Settings = Short });
            var turns = 0;
            Action<BenchEnd> abort = end =>
            {
                if (++turns == step) end.Abort(step % 2 == 0 ? ConnectError.Suspended : null);
            };
            if (abortsClient) bench.Client.AfterTurn = abort;
            else bench.OnSession = end => end.AfterTurn = abort;

            bench.Run(200);
            bench.AssertNothingIsLeft();
            if (turns < step) return;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds.First), 150, MemberType = typeof(Seeds))]
    public void Nothing_is_left_however_the_world_is(int seed)
    {
        var random = new Random(seed);
        FirewallKind Any() => (FirewallKind)(1 + random.Next(3));
        bool OneIn(int count) => random.Next(count) == 0;
        var setting = new BenchSetting
        {
            Seed = seed,
            ClientNat = Any(),
            ServerNat = Any(),
            ShareLan = OneIn(4),
            ClientRelay = OneIn(2),
            ServerRelay = OneIn(3),
            RelayIsThere = !OneIn(4),
            Relays = random.Next(4),
            Liars = OneIn(3) ? random.Next(4) : 0,
            KnowsNodes = !OneIn(5),
            HasSockets = !OneIn(8),
            IsAdmitted = !OneIn(8),
            FastOpen = !OneIn(3),
            ClientAllows = !OneIn(6),
            ServerAllows = !OneIn(6),
            MayPunch = !OneIn(6),
            Loss = OneIn(2) ? random.NextDouble() : 0,
            Doubling = random.NextDouble() / 2,
            Replays = random.NextDouble(),
            JitterMillis = 1 + random.Next(400),
            Settings = Short,
        };

        var bench = new PeerBench(setting).Start();
        if (OneIn(3)) bench.After(TimeSpan.FromMilliseconds(random.Next(30_000)), () => bench.Client.Abort(OneIn(2) ? ConnectError.NodeEnded : null));
        if (OneIn(3)) bench.After(TimeSpan.FromMilliseconds(random.Next(30_000)), () => bench.Server?.Abort());
        if (OneIn(3)) bench.After(TimeSpan.FromMilliseconds(random.Next(30_000)), bench.Client.CloseStream);
        if (OneIn(3)) bench.After(TimeSpan.FromMilliseconds(random.Next(30_000)), bench.Relay.Die);
        bench.RunFor(200);

        Assert.True(bench.IsJoined || bench.Client.Link.IsOver, $"seed {seed}: the attempt neither joined nor ended");
        bench.AssertNothingIsLeft();
    }
}
