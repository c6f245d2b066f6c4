using AkkaDht.Protocol;

namespace AkkaDht.Relaying;

/// <summary>
/// Allows so many bytes per second, and those of one second at once; asked by several actors at the same time. Remembers nothing but
/// when the bytes allowed so far would have passed at that rate.
/// </summary>
/// <param name="bytesPerSecond">The rate; 0 for any.</param>
internal sealed class RelayMeter(int bytesPerSecond)
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);

    private long _passedAt = long.MinValue;

    /// <summary>Whether a packet of so many bytes may pass; then it is counted.</summary>
    public bool TryPass(Instant now, int bytes)
    {
        if (bytesPerSecond == 0) return true;

        var duration = TimeSpan.TicksPerSecond * bytes / bytesPerSecond;
        while (true)
        {
            var before = Interlocked.Read(ref _passedAt);
            var after = Math.Max(before, now.Ticks) + duration;
            if (after - now.Ticks > Burst.Ticks) return false;
            if (Interlocked.CompareExchange(ref _passedAt, after, before) == before) return true;
        }
    }
}
