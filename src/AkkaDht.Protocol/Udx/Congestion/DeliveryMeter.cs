namespace AkkaDht.Protocol.Udx.Congestion;

/// <summary>How far delivery was when a packet left: what its acknowledgement is measured against.</summary>
internal readonly record struct DeliveryMark(long Delivered, Instant DeliveredAt, Instant FirstSentAt, bool IsApplicationLimited);

/// <summary>What one acknowledgement says about the rate of delivery.</summary>
/// <param name="Delivered">Packets that arrived within <see cref="Interval"/>.</param>
/// <param name="PriorDelivered">Packets that had arrived when the newest of them left.</param>
/// <param name="Interval">How long that took; zero when the acknowledgement says nothing.</param>
/// <param name="IsApplicationLimited">Whether more could have been delivered, had there been more to send.</param>
/// <param name="Acked">Packets that this acknowledgement has newly acknowledged, selectively or not.</param>
/// <param name="Lost">Packets taken for lost because of it.</param>
/// <param name="RoundTrip">The shortest round trip among them; zero when all had been sent twice.</param>
internal readonly record struct DeliverySample(
    long Delivered, long PriorDelivered, TimeSpan Interval, bool IsApplicationLimited, int Acked, int Lost, TimeSpan RoundTrip);

/// <summary>
/// Measures the rate at which packets arrive (draft-cheng-iccrg-delivery-rate-estimation): each packet carries a mark from when it
/// left, and the difference to now is a sample of the bandwidth. Counts packets.
/// </summary>
internal struct DeliveryMeter
{
    // The reference's clock has steps of a millisecond; a shorter interval would be a burst, not a rate.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(1);

    private Instant _deliveredAt;
    private Instant _firstSentAt;
    private long _limitedUntil;
    private DeliveryMark _newest;
    private Instant _newestSentAt;
    private TimeSpan _roundTrip;
    private int _acked;
    private bool _hasSample;

    /// <summary>Packets that have arrived.</summary>
    public long Delivered { get; private set; }

    /// <summary>
    /// Whether the application had less to send than the network would have taken, and that still shows: until something arrives that
    /// was sent later than that.
    /// </summary>
    public readonly bool IsApplicationLimited => _limitedUntil > 0 && _limitedUntil >= Delivered;

    /// <summary>A packet leaves.</summary>
    public DeliveryMark Sending(Instant now, bool isFirstInFlight)
    {
        if (isFirstInFlight) _deliveredAt = _firstSentAt = now;
        return new DeliveryMark(Delivered, _deliveredAt, _firstSentAt, IsApplicationLimited);
    }

    /// <summary>There is less to send than the network would take, with <paramref name="inFlight"/> packets under way.</summary>
    public void LimitedByApplication(int inFlight) => _limitedUntil = Math.Max(Delivered + inFlight, 1);

    /// <summary>A packet has arrived.</summary>
    public void Acked(Instant now, in SentPacket packet)
    {
        Delivered++;
        _deliveredAt = now;
        _acked++;
        if (!packet.WasRetransmitted && (_roundTrip == TimeSpan.Zero || now - packet.SentAt < _roundTrip)) _roundTrip = now - packet.SentAt;
        if (_hasSample && packet.Mark.Delivered < _newest.Delivered) return;

        _hasSample = true;
        _newest = packet.Mark;
        _newestSentAt = packet.SentAt;
        _firstSentAt = packet.SentAt;
    }

    /// <summary>
    /// All that one acknowledgement said has been told. Nothing arrives sooner than <paramref name="minRtt"/>: a packet that was sent
    /// twice, and seems to, says nothing of the rate.
    /// </summary>
    public DeliverySample TakeSample(int lost, TimeSpan minRtt)
    {
        var sample = new DeliverySample { Acked = _acked, Lost = lost, RoundTrip = _roundTrip };
        var interval = Interval();
        if (_hasSample && interval >= minRtt)
        {
            sample = sample with
            {
                Delivered = Delivered - _newest.Delivered,
                PriorDelivered = _newest.Delivered,
                Interval = interval,
                IsApplicationLimited = _newest.IsApplicationLimited,
            };
        }

        _hasSample = false;
        _acked = 0;
        _roundTrip = TimeSpan.Zero;
        return sample;
    }

    private readonly TimeSpan Interval()
    {
        var sending = _newestSentAt - _newest.FirstSentAt;
        var acking = _deliveredAt - _newest.DeliveredAt;
        var interval = sending > acking ? sending : acking;
        return interval > ShortestInterval ? interval : ShortestInterval;
    }
}
