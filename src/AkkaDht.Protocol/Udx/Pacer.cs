namespace AkkaDht.Protocol.Udx;

/// <summary>
/// Spreads packets over time at the rate that congestion control allows (05-udx.md B7). Credit grows with time up to what
/// <see cref="Burst"/> yields, so that a timer which fires late costs no throughput and idleness earns no flood.
/// </summary>
internal struct Pacer()
{
    private const double InitialCredit = 25_000;

    // A byte a millisecond, so that a path that seemed slow once can show that it is not.
    private const double LowestBytesPerTick = 1.0 / TimeSpan.TicksPerMillisecond;

    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private double _creditBytes = InitialCredit;
    private Instant _refilledAt;

    /// <summary>Whether a packet may leave at <paramref name="now"/>; a debt that the last packet left is paid first.</summary>
    public bool MaySend(Instant now, double bytesPerTick)
    {
        var elapsed = now - _refilledAt;
        if (elapsed > Burst) elapsed = Burst;

        // The rate is measured over a step at least: what leaves in less would be taken for a lower rate, again and again.
        if (elapsed >= Step)
        {
            _refilledAt = now;
            bytesPerTick = Math.Max(bytesPerTick, LowestBytesPerTick);
            var most = Math.Max(bytesPerTick * Burst.Ticks, InitialCredit);
            _creditBytes = Math.Min(_creditBytes + (bytesPerTick * elapsed.Ticks), most);
        }

        return _creditBytes > 0;
    }

    /// <summary>A packet left. Those that were not asked about leave a debt of one at most: it would have to be paid once they are.</summary>
    public void Sent(int bytes) => _creditBytes = Math.Max(_creditBytes - bytes, -UdxStream.MaxPacketLength);

    /// <summary>When it is worth asking again after <see cref="MaySend"/> has refused.</summary>
    public readonly Instant NextAt => _refilledAt + Step;
}
