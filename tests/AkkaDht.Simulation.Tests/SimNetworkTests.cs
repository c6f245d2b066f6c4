namespace AkkaDht.Simulation.Tests;

/// <summary>A network in one thread, with a clock of its own.</summary>
public sealed class SimNetworkTests
{
    private static readonly PeerAddress A = PeerAddress.Loopback(1);
    private static readonly PeerAddress B = PeerAddress.Loopback(2);

    private readonly SimNetwork _network = new(seed: 1);
    private readonly Recorder _a = new();
    private readonly Recorder _b = new();

    public SimNetworkTests()
    {
        _network.Attach(A, _a);
        _network.Attach(B, _b);
    }

    [Fact]
    public void A_datagram_arrives_after_the_delay_of_its_way()
    {
        _network.Way(A, B).Conditions = new() { Delay = Ms(30) };

        _network.Send(A, B, [1, 2, 3]);
        _network.RunFor(Ms(100));

        Assert.Equal([(At(30), A, B, "010203")], _b.Arrived);
        Assert.Empty(_a.Arrived);
        Assert.Equal(At(100), _network.Now);
    }

    [Fact]
    public void Datagrams_of_one_instant_arrive_in_the_order_in_which_they_were_sent()
    {
        for (byte i = 0; i < 50; i++) _network.Send(A, B, [i]);
        _network.RunFor(Ms(1));

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i:x2}"), _b.Arrived.Select(arrival => arrival.Bytes));
    }

    [Fact]
    public void The_sender_may_write_into_its_buffer_again()
    {
        byte[] buffer = [1];

        _network.Send(A, B, buffer);
        buffer[0] = 2;
        _network.RunFor(Ms(1));

        Assert.Equal("01", Assert.Single(_b.Arrived).Bytes);
    }

    [Fact]
    public void What_a_host_keeps_of_a_datagram_is_gone_when_the_next_thing_happens()
    {
        _network.Send(A, B, [1, 2, 3]);
        _network.RunFor(Ms(1));

        Assert.Equal("dbdbdb", Convert.ToHexStringLower(_b.Kept.Span));
    }

    [Fact]
    public void Time_jumps_to_the_deadline_of_a_host()
    {
        _a.WakeAt(At(90_000));
        _network.Touch(_a);

        Assert.True(_network.RunUntil(() => _a.Woken.Count > 0, TimeSpan.FromMinutes(2)));
        Assert.Equal([At(90_000)], _a.Woken);
        Assert.Equal(At(90_000), _network.Now);
    }

    [Fact]
    public void A_deadline_that_moves_is_met_once_and_at_its_last_time()
    {
        _a.WakeAt(At(50));
        _network.Touch(_a);
        _a.WakeAt(At(20));
        _network.Touch(_a);
        _network.At(At(10), () => _a.WakeAt(At(70)));
        _network.RunFor(Ms(200));

        Assert.Equal([At(70)], _a.Woken);
        Assert.Equal(1, _network.Stats.Timeouts);
    }

    [Fact]
    public void A_deadline_that_a_datagram_brings_about_is_met()
    {
        _b.OnDatagram = () => _b.WakeAt(_network.Now + Ms(5));

        _network.At(At(10), () => _network.Send(A, B, [1]));
        _network.RunFor(Ms(100));

        Assert.Equal([At(15)], _b.Woken);
    }

    [Fact]
    public void A_host_that_never_meets_its_deadline_is_found_out()
    {
        _a.WakeAt(At(1));
        _a.IsStuck = true;
        _network.Touch(_a);

        var stuck = Assert.Throws<InvariantException>(() => _network.RunFor(Ms(10)));

        Assert.Contains("time goes on", stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_partition_drops_both_ways_until_it_heals()
    {
        _network.Change(A, B, way => way with { IsCut = true });
        _network.Send(A, B, [1]);
        _network.Send(B, A, [2]);
        _network.RunFor(Ms(1));
        _network.Change(A, B, way => way with { IsCut = false });
        _network.Send(A, B, [3]);
        _network.RunFor(Ms(1));

        Assert.Empty(_a.Arrived);
        Assert.Equal("03", Assert.Single(_b.Arrived).Bytes);
        Assert.Equal(2, _network.Stats.Links.Cut);
    }

    [Fact]
    public void What_arrives_where_nobody_is_any_more_is_counted()
    {
        _network.Way(A, B).Conditions = new() { Delay = Ms(10) };

        _network.Send(A, B, [1]);
        _network.Detach(B);
        _network.RunFor(Ms(20));

        Assert.Equal(1, _network.Stats.Unreachable);
        Assert.Equal(0, _network.Stats.RentedBuffers);
    }

    [Fact]
    public void Running_stops_when_the_condition_holds()
    {
        _network.Way(A, B).Conditions = new() { Delay = Ms(10) };
        _network.Send(A, B, [1]);
        _network.Send(A, B, [2]);

        Assert.True(_network.RunUntil(() => _b.Arrived.Count == 1, Ms(100)));
        Assert.Equal(At(10), _network.Now);
        Assert.False(_network.RunUntil(() => _b.Arrived.Count == 3, Ms(100)));
        Assert.Equal(At(110), _network.Now);
    }

    [Fact]
    public void Every_datagram_is_accounted_for_at_every_moment() => Story.Play(seed =>
    {
        var network = new SimNetwork(seed)
        {
            Conditions = new()
            {
                Loss = 0.1,
                Duplication = 0.2,
                Reordering = 0.3,
                Delay = Ms(5),
                Jitter = Ms(10),
                BytesPerSecond = 100_000,
                QueueBytes = 5_000,
                MaxDatagramBytes = 1_000,
            },
        };
        network.Attach(A, new Recorder());
        for (var i = 0; i < 1_000; i++)
        {
            network.Send(B, A, new byte[1 + network.Random.Next(1_100)]);
            if (network.Random.Next(2) == 0) network.RunFor(Ms(network.Random.Next(20)));
            if (i == 900) network.Detach(A);

            var stats = network.Stats;
            Assert.Equal(stats.Links.Offered + stats.Links.Duplicated, stats.Delivered + stats.Unreachable + stats.InFlight + stats.Links.Dropped);
            Assert.Equal(stats.InFlight, stats.RentedBuffers);
        }

        network.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal((0, 0L), (network.Stats.InFlight, network.Stats.InFlightBytes));
    }, seeds: 10);

    private static Instant At(long milliseconds) => Instant.FromMilliseconds(milliseconds);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private sealed class Recorder : SimHost
    {
        private Instant _deadline = Instant.Never;

        public List<(Instant At, PeerAddress From, PeerAddress To, string Bytes)> Arrived { get; } = [];

        public List<Instant> Woken { get; } = [];

        public ReadOnlyMemory<byte> Kept { get; private set; }

        public Action? OnDatagram { get; set; }

        public bool IsStuck { get; set; }

        public override Instant NextDeadline => _deadline;

        public void WakeAt(Instant deadline) => _deadline = deadline;

        public override void HandleDatagram(Instant now, PeerAddress from, PeerAddress to, ReadOnlyMemory<byte> datagram)
        {
            Kept = datagram;
            Arrived.Add((now, from, to, Convert.ToHexStringLower(datagram.Span)));
            OnDatagram?.Invoke();
        }

        public override void HandleTimeout(Instant now)
        {
            if (IsStuck) return;

            Woken.Add(now);
            _deadline = Instant.Never;
        }
    }
}
