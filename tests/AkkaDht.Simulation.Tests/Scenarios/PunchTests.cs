using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Simulation.Nats;
using AkkaDht.Simulation.Punching;

namespace AkkaDht.Simulation.Tests.Scenarios;

/// <summary>Two sides of a hole punch behind every pair of NATs: either both have a path that works, or both give up and keep nothing.</summary>
public sealed class PunchTests
{
    private const int Reporters = 12;

    // A random punch ends 35 s after its last socket was opened.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] Settled = ["consistent", "full cone", "double"];
    private static readonly string[] Unsettled = ["random", "random in consistent", "consistent in random"];

    public static TheoryData<string, string> SettledPairs => Pairs((Settled, Settled));

    public static TheoryData<string, string> HalfRandomPairs => Pairs((Settled, Unsettled), (Unsettled, Settled));

    public static TheoryData<string, string> RandomPairs => Pairs((Unsettled, Unsettled));

    [Theory]
    [MemberData(nameof(SettledPairs))]
    public void Two_hosts_whose_addresses_hold_reach_each_other_within_seconds(string client, string server) => Story.Play(
        seed =>
        {
            var room = new Room(seed, client, server, Fair);
            room.Play();

            Assert.True(room.Rounds.IsConnected, room.Rounds.Failure);
            Assert.InRange(room.Took, TimeSpan.Zero, TimeSpan.FromSeconds(3));
            Assert.InRange(room.Rounds.Client.Puncher.Stats.Probes + room.Rounds.Server.Puncher.Stats.Probes, 1, 10);
            room.AssertNothingIsLeft();
        },
        seeds: 5);

    [Theory]
    [MemberData(nameof(SettledPairs))]
    public void They_do_so_where_a_tenth_of_all_datagrams_is_lost(string client, string server) => Story.Play(
        seed =>
        {
            var room = new Room(seed, client, server, Fair with { Loss = 0.1 });
            room.Play();

            Assert.True(room.Rounds.IsConnected || room.HasGivenUp, "neither connected nor given up");
            room.AssertNothingIsLeft();
        },
        seeds: 5);

    [Theory]
    [MemberData(nameof(HalfRandomPairs))]
    public void One_behind_a_random_nat_is_found_by_guessing(string client, string server) => Story.Play(
        seed =>
        {
            var room = new Room(seed, client, server, Fair);
            room.Play();

            // One in a thousand guesses in vain, and gives up in time.
            Assert.True(room.Rounds.IsConnected || room.HasGivenUp, "neither connected nor given up");
            Assert.InRange(room.Took, TimeSpan.Zero, TimeSpan.FromSeconds(40));
            room.AssertNothingIsLeft();
        },
        seeds: 3);

    [Fact]
    public void Guessing_is_seldom_in_vain()
    {
        var connected = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var room = new Room(seed, seed % 2 == 0 ? "random" : "consistent", seed % 2 == 0 ? "consistent" : "random", Fair);
            room.Play();
            if (room.Rounds.IsConnected) connected++;
        }

        Assert.InRange(connected, 59, 60);
    }

    [Theory]
    [MemberData(nameof(RandomPairs))]
    public void Two_behind_random_nats_know_soon_that_it_is_in_vain(string client, string server) => Story.Play(
        seed =>
        {
            var room = new Room(seed, client, server, Fair);
            room.Play();

            Assert.False(room.Rounds.IsConnected);
            Assert.NotNull(room.Rounds.Failure);
            Assert.Equal(0, room.Sum(stats => stats.Probes - stats.LowTtlProbes));
            room.AssertNothingIsLeft();
        },
        seeds: 3);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Neighbours_behind_one_nat_punch_through_it_only_where_it_hairpins(bool hairpins) => Story.Play(
        seed =>
        {
            var room = new Room(seed, "consistent", "neighbour", Fair, SimNatRules.Consistent with { Hairpins = hairpins });
            room.Play();

            Assert.Equal(hairpins, room.Rounds.IsConnected);
            room.AssertNothingIsLeft();
        },
        seeds: 5);

    [Fact]
    public void A_client_behind_nothing_is_found_by_the_servers_first_probe() => Story.Play(
        seed =>
        {
            var room = new Room(seed, "open", "consistent", Fair);
            room.Play();

            Assert.True(room.Rounds.IsConnected, room.Rounds.Failure);
            Assert.Equal(PunchStrategy.None, room.Rounds.Client.Puncher.Strategy);
            room.AssertNothingIsLeft();
        },
        seeds: 5);

    [Fact]
    public void A_server_behind_nothing_names_no_address_to_punch_at() => Story.Play(
        seed =>
        {
            var room = new Room(seed, "consistent", "open", Fair);
            room.Play();

            Assert.False(room.Rounds.IsConnected);
            Assert.Equal("the client cannot punch", room.Rounds.Failure);
            room.AssertNothingIsLeft();
        },
        seeds: 5);

    [Fact]
    public void A_nat_that_treats_one_socket_badly_is_given_another() => Story.Play(
        seed =>
        {
            var room = new Room(seed, "random", "random", Fair);
            var client = room.Rounds.Client;
            room.Rounds.Start();
            Assert.True(room.Network.RunUntil(() => client.Puncher.IsReopening, Limit));
            room.SettleNat(0);
            room.Play();

            Assert.Equal(FirewallKind.Consistent, client.Puncher.Nat.Firewall);
            Assert.InRange(client.Puncher.Stats.SocketsOpened, 2, 4);
            Assert.True(room.Rounds.IsConnected || room.HasGivenUp, "neither connected nor given up");
            room.AssertNothingIsLeft();
        },
        seeds: 20);

    [Fact]
    public void Every_seed_keeps_to_the_bounds_of_a_punch() => Story.Play(
        seed =>
        {
            string[] all = [.. Settled, .. Unsettled];
            var random = new SimRandom(seed);
            var room = new Room(seed, all[random.Next(all.Length)], all[random.Next(all.Length)], Fair with { Loss = random.Next(30) / 100.0, Duplication = 0.1, Reordering = 0.1 });
            room.Play();

            foreach (var host in (PunchHost[])[room.Rounds.Client, room.Rounds.Server])
            {
                var stats = host.Puncher.Stats;
                Assert.InRange(host.MostSockets, 1, 256);
                Assert.InRange(stats.SocketsOpened, 1, 256 + 3);
                Assert.InRange(stats.Probes - stats.Echoes, 0, 1750 + 255 + 16);
                Assert.InRange(stats.Pings, 0, 8 * 4);
            }

            room.AssertNothingIsLeft();
        },
        seeds: 40);

    private static LinkConditions Fair => new() { Delay = TimeSpan.FromMilliseconds(30), Jitter = TimeSpan.FromMilliseconds(30) };

    private static TheoryData<string, string> Pairs(params (string[] Clients, string[] Servers)[] sides)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var (clients, servers) in sides)
            foreach (var client in clients)
                foreach (var server in servers) pairs.Add(client, server);
        return pairs;
    }

    private sealed class Room
    {
        private readonly List<SimNat> _nats = [];
        private readonly List<RandomPunchGate> _gates = [];
        private readonly PeerAddress[] _reporters;
        private readonly SimNatRules _settled;

        public Room(int seed, string client, string server, LinkConditions conditions, SimNatRules? settled = null)
        {
            _settled = settled ?? SimNatRules.Consistent;
            Network = new SimNetwork(seed) { Conditions = conditions };
            _reporters = [.. Enumerable.Range(1, Reporters).Select(i => new PeerAddress(0x50000000u + (uint)i, 1))];
            foreach (var address in _reporters) _ = new SimReporter(Network, address);
            var relay = new SimReporter(Network, PeerAddress.Parse("81.0.0.1:1"));
            Rounds = new PunchRounds(Network, relay, Host(1, client), Host(2, server), TimeSpan.FromMilliseconds(40));
        }

        public SimNetwork Network { get; }

        public PunchRounds Rounds { get; }

        public TimeSpan Took { get; private set; }

        public bool HasGivenUp => Rounds.Failure is not null || (Rounds.Client.IsAborted && Rounds.Server.IsAborted);

        public void Play()
        {
            if (Rounds.Server.Puncher.Socket is null) Rounds.Start();
            Network.RunUntil(() => Rounds.IsOver, Limit);
            Took = Network.Now - Instant.Zero;
            Network.RunFor(Limit);
        }

        public int Sum(Func<PuncherStats, int> count) => count(Rounds.Client.Puncher.Stats) + count(Rounds.Server.Puncher.Stats);

        public void SettleNat(int index) => _nats[index].Rules = SimNatRules.Consistent;

        public void AssertNothingIsLeft()
        {
            foreach (var host in (PunchHost[])[Rounds.Client, Rounds.Server])
            {
                host.Turn((now, puncher) => puncher.Destroy(now));
                Assert.Equal(0, host.OpenSockets);
                Assert.Equal(Instant.Never, host.NextDeadline);
            }

            Assert.All(_gates, gate => Assert.Equal(0, gate.Inside));
            Assert.Equal(0, Network.Stats.InFlight);
        }

        private PunchHost Host(byte number, string kind)
        {
            var gate = new RandomPunchGate();
            _gates.Add(gate);
            var puncher = new Puncher(PuncherSettings.Default, Network.Random, gate, isInitiator: number == 1, default, isFirewalled: kind != "open");
            return new PunchHost(Network, Place(number, kind), puncher, isInitiator: number == 1, _reporters);
        }

        // Each host has a network of its own, 10.number.*, behind the outermost 90.number.0.1.
        private uint Place(byte number, string kind)
        {
            var inside = 0x0a000002u | ((uint)number << 16);
            switch (kind)
            {
                case "open": return 0x5b000001u + number;
                case "consistent": Put(inside, number, _settled); break;
                case "full cone": Put(inside, number, SimNatRules.FullCone); break;
                case "random": Put(inside, number, SimNatRules.Random); break;
                case "double": Put(inside, number, SimNatRules.Consistent, SimNatRules.Consistent); break;
                case "random in consistent": Put(inside, number, SimNatRules.Consistent, SimNatRules.Random); break;
                case "consistent in random": Put(inside, number, SimNatRules.Random, SimNatRules.Consistent); break;
                case "neighbour": Network.PutBehind(inside, _nats[0]); break;
                default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "nobody has built such a place");
            }

            return inside;
        }

        private void Put(uint inside, byte number, params SimNatRules[] fromOutside)
        {
            SimNat? outer = null;
            foreach (var (depth, rules) in fromOutside.Index())
            {
                var host = depth == 0 ? 0x5a000001u + ((uint)number << 16) : 0x64400001u + ((uint)number << 16);
                _nats.Add(outer = Network.AddNat(host, rules, outer));
            }

            Network.PutBehind(inside, outer!);
        }
    }
}
