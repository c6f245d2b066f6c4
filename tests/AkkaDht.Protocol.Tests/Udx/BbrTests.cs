using AkkaDht.Protocol.Udx;
using AkkaDht.Protocol.Udx.Congestion;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>Congestion control against a path that delivers so many packets a millisecond after so many milliseconds (05-udx.md B6).</summary>
public sealed class BbrTests
{
    private const int DeliveryRate = 10;
    private const int Delay = 40;
    private const int Product = DeliveryRate * Delay;

    [Fact]
    public void Nothing_known_means_ten_packets_within_a_millisecond()
    {
        var bbr = new Bbr();

        Assert.Equal(Bbr.InitialWindow, bbr.Window);
        Assert.Equal(10 * 2.88539, bbr.PacketsPerTick * TimeSpan.TicksPerMillisecond, 3);
        Assert.Equal(0, bbr.Bandwidth);
    }

    [Fact]
    public void A_path_is_filled_within_a_second_and_its_rate_is_known()
    {
        var path = new Path();

        path.Run(1000);

        Assert.Equal(DeliveryRate, path.BandwidthPerMs, 0.5);
        Assert.InRange(path.Bbr.Window, (int)(1.5 * Product), (int)(2.9 * Product));
        Assert.InRange(path.DeliveredIn(1000), 0.95 * DeliveryRate * 1000, DeliveryRate * 1000 * 1.001);
    }

    [Fact]
    public void The_window_doubles_each_round_trip_until_the_path_is_full()
    {
        var path = new Path();

        path.Run(2 * Delay);
        var early = path.Bbr.Window;
        path.Run(2 * Delay);

        Assert.True(path.Bbr.Window >= 3 * early, $"{early}, then {path.Bbr.Window}");
    }

    [Fact]
    public void The_queue_that_filling_made_is_drained()
    {
        var path = new Path();
        path.Run(400);
        var most = path.MaxQueue;

        path.Run(1500);
        path.MaxQueue = 0;
        path.Run(1000);

        Assert.True(most > Product / 2, $"{most}");
        Assert.True(path.MaxQueue < Product, $"{path.MaxQueue}");
    }

    [Fact]
    public void It_goes_up_and_down_by_a_quarter_once_in_eight_round_trips()
    {
        var path = new Path();
        path.Run(2000);
        var paces = new List<double>();
        for (var ms = 0; ms < 16 * Delay; ms++)
        {
            path.Run(1);
            paces.Add(Math.Round(path.Bbr.PacketsPerTick / (path.Bbr.Bandwidth * 0.99), 2));
        }

        Assert.Equal([0.75, 1, 1.25], paces.Distinct().Order());
        Assert.InRange(paces.Count(pace => pace == 1) / (double)paces.Count, 0.6, 0.85);
    }

    [Fact]
    public void More_bandwidth_is_found_and_less_is_accepted()
    {
        var path = new Path();
        path.Run(2000);

        path.RatePerMs = 2 * DeliveryRate;
        path.Run(8 * 8 * Delay);
        Assert.Equal(2 * DeliveryRate, path.BandwidthPerMs, 2.0);

        path.RatePerMs = DeliveryRate / 2.0;
        path.Run(20 * 8 * Delay);
        Assert.Equal(DeliveryRate / 2.0, path.BandwidthPerMs, 1.0);
    }

    [Fact]
    public void After_ten_seconds_it_looks_for_a_shorter_way_with_four_packets_and_goes_on_as_before()
    {
        // So short a way that the probe takes more rounds than the bandwidth is remembered for.
        var path = new Path { Way = Delay / 4, GrowsAfter = 5000 };
        path.Run(9000);
        var (window, bandwidth) = (path.Bbr.Window, path.BandwidthPerMs);

        var probed = path.RunUntil(() => path.Bbr.IsProbingRtt, 8000);
        Assert.True(probed);
        Assert.Equal(4, path.Bbr.Window);
        var start = path.Now;
        Assert.True(path.RunUntil(() => !path.Bbr.IsProbingRtt, 2000));

        Assert.InRange((path.Now - start).TotalMilliseconds, 200, 200 + Delay);
        Assert.Equal(bandwidth, path.BandwidthPerMs, 1.0);
        path.Run(3 * Delay);
        Assert.InRange(path.Bbr.Window, window / 2, 2 * window);
    }

    [Fact]
    public void A_timeout_leaves_what_is_under_way_and_one_packet_and_its_end_restores_the_window()
    {
        var path = new Path();
        path.Run(1000);
        var window = path.Bbr.Window;

        path.Bbr.HandleRecovery(RecoveryState.Loss, inFlight: 0);
        Assert.Equal(1, path.Bbr.Window);
        path.Bbr.HandleRecovery(RecoveryState.Open, inFlight: 0);

        Assert.Equal(window, path.Bbr.Window);
    }

    [Fact]
    public void A_timeout_during_recovery_does_not_forget_the_window_from_before()
    {
        var path = new Path();
        path.Run(1000);
        var window = path.Bbr.Window;

        path.Bbr.HandleRecovery(RecoveryState.Recovery, inFlight: 100);
        path.Bbr.HandleRecovery(RecoveryState.Loss, inFlight: 0);
        path.Bbr.HandleRecovery(RecoveryState.Open, inFlight: 0);

        Assert.Equal(window, path.Bbr.Window);
    }

    [Fact]
    public void A_little_loss_does_not_slow_it_down()
    {
        var path = new Path { LosesOneIn = 50 };

        path.Run(2000);

        Assert.InRange(path.DeliveredIn(1000), 0.9 * DeliveryRate * 1000 * 0.98, DeliveryRate * 1000 * 1.001);
    }

    [Fact]
    public void Questions_and_answers_do_not_count_as_all_that_the_path_takes()
    {
        var path = new Path { MostUnderWay = 1 };
        path.Run(40 * Delay);

        path.MostUnderWay = int.MaxValue;
        path.Run(12 * Delay);

        Assert.Equal(DeliveryRate, path.BandwidthPerMs, 1.0);
    }

    /// <summary>A bottleneck with a long queue behind it, and a sender that follows <see cref="Bbr"/>; a step is a millisecond.</summary>
    private sealed class Path
    {
        private readonly Queue<SentPacket> _queue = new();
        private readonly Queue<(Instant At, SentPacket Packet, bool IsLost)> _back = new();
        private DeliveryMeter _meter;
        private double _credit;
        private double _service;
        private int _sent;

        public Bbr Bbr = new();

        public double RatePerMs { get; set; } = DeliveryRate;

        public int LosesOneIn { get; set; } = int.MaxValue;

        public int MostUnderWay { get; set; } = int.MaxValue;

        public int Way { get; init; } = Delay;

        /// <summary>After so many milliseconds the way is a little longer than the shortest seen.</summary>
        public int GrowsAfter { get; init; } = int.MaxValue;

        public int MaxQueue { get; set; }

        public Instant Now { get; private set; } = Instant.FromMilliseconds(1);

        public double BandwidthPerMs => Bbr.Bandwidth * TimeSpan.TicksPerMillisecond;

        private int InFlight => _queue.Count + _back.Count;

        public void Run(int milliseconds) => RunUntil(() => false, milliseconds);

        public bool RunUntil(Func<bool> condition, int milliseconds)
        {
            for (var ms = 0; ms < milliseconds && !condition(); ms++) Step();
            return condition();
        }

        public double DeliveredIn(int milliseconds)
        {
            var before = _meter.Delivered;
            Run(milliseconds);
            return _meter.Delivered - before;
        }

        private void Step()
        {
            Now += TimeSpan.FromMilliseconds(1);
            TakeAcks();
            Send();
            Serve();
        }

        private void TakeAcks()
        {
            var (arrived, lost) = (0, 0);
            for (; _back.TryPeek(out var next) && next.At <= Now; _back.Dequeue())
            {
                if (next.IsLost) lost++;
                else _meter.Acked(Now, next.Packet);
                arrived += next.IsLost ? 0 : 1;
            }

            if (arrived == 0) return;

            var underWay = InFlight;
            Bbr.HandleAck(Now, _meter.TakeSample(lost, TimeSpan.Zero), _meter.Delivered, underWay);
            if (Bbr.IsProbingRtt) _meter.LimitedByApplication(underWay);
        }

        private void Send()
        {
            _credit = Math.Min(_credit + (Bbr.PacketsPerTick * TimeSpan.TicksPerMillisecond), 1000);
            while (InFlight < Math.Min(Bbr.Window, MostUnderWay) && _credit >= 1)
            {
                if (InFlight == 0) Bbr.HandleRestart(Now, _meter.IsApplicationLimited);
                _queue.Enqueue(new SentPacket { SentAt = Now, Mark = _meter.Sending(Now, InFlight == 0) });
                _credit--;
                _sent++;
            }

            if (InFlight < Bbr.Window && MostUnderWay < Bbr.Window) _meter.LimitedByApplication(InFlight);
            MaxQueue = Math.Max(MaxQueue, _queue.Count);
        }

        private void Serve()
        {
            var extra = (Now - Instant.Zero).TotalMilliseconds > GrowsAfter ? 2 : 0;
            _service = Math.Min(_service + RatePerMs, RatePerMs + 1);
            for (; _service >= 1 && _queue.TryDequeue(out var packet); _service--)
                _back.Enqueue((Now + TimeSpan.FromMilliseconds(Way + extra), packet, ++_sent % LosesOneIn == 0));
        }
    }
}
