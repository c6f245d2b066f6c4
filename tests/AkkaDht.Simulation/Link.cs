using AkkaDht.Protocol;

namespace AkkaDht.Simulation;

/// <summary>
/// One way through the network, for one direction: decides when a datagram arrives, if at all, and whether twice. It moves no
/// bytes and knows no clock, so that the same bad network serves the simulation (<see cref="SimNetwork"/>) and real sockets
/// (<see cref="LossyProxy"/>).
/// </summary>
public sealed class Link(LinkConditions conditions, IRandomSource random)
{
    /// <summary>A datagram arrives at most so often.</summary>
    public const int MaxArrivals = 2;

    private const int Chances = 1_000_000;

    private Instant _freeAt;
    private LinkStats _stats;

    /// <summary>What the way does from now on; what is under way is not affected.</summary>
    public LinkConditions Conditions { get; set; } = conditions;

    /// <summary>What became of everything so far.</summary>
    public LinkStats Stats => _stats;

    /// <summary>Bytes that wait to leave where there is a rate.</summary>
    public long QueuedBytes(Instant now) =>
        Conditions.BytesPerSecond is { } rate && _freeAt > now ? (long)((_freeAt - now).TotalSeconds * rate) : 0;

    /// <summary>Takes a datagram of <paramref name="length"/> bytes; returns how many <paramref name="arrivals"/> there will be (at most <see cref="MaxArrivals"/>).</summary>
    public int Offer(Instant now, int length, Span<Instant> arrivals)
    {
        _stats = _stats with { Offered = _stats.Offered + 1, OfferedBytes = _stats.OfferedBytes + length };
        if (Conditions.IsCut) return Drop(_stats with { Cut = _stats.Cut + 1 });
        if (length > Conditions.MaxDatagramBytes) return Drop(_stats with { TooLong = _stats.TooLong + 1 });
        if (!TryLeave(now, length, out var left)) return Drop(_stats with { Overflowed = _stats.Overflowed + 1 });
        if (Happens(Conditions.Loss)) return Drop(_stats with { Lost = _stats.Lost + 1 });

        var count = Happens(Conditions.Duplication) ? 2 : 1;
        for (var i = 0; i < count; i++) arrivals[i] = Arrive(left);
        _stats = _stats with { Scheduled = _stats.Scheduled + count, Duplicated = _stats.Duplicated + count - 1 };
        return count;
    }

    private bool TryLeave(Instant now, int length, out Instant left)
    {
        left = now;
        if (Conditions.BytesPerSecond is not { } rate) return true;
        if (QueuedBytes(now) + length > Conditions.QueueBytes) return false;

        var start = _freeAt > now ? _freeAt : now;
        left = _freeAt = start + TimeSpan.FromTicks(length * TimeSpan.TicksPerSecond / rate);
        return true;
    }

    private Instant Arrive(Instant left)
    {
        var arrival = left + Conditions.Delay + UpTo(Conditions.Jitter);
        if (!Happens(Conditions.Reordering)) return arrival;

        _stats = _stats with { Reordered = _stats.Reordered + 1 };
        return arrival + UpTo(Conditions.Lateness);
    }

    private bool Happens(double share) => share > 0 && random.Next(Chances) < share * Chances;

    private TimeSpan UpTo(TimeSpan span) => span > TimeSpan.Zero ? span * (random.Next(Chances) / (double)Chances) : TimeSpan.Zero;

    private int Drop(LinkStats stats)
    {
        _stats = stats;
        return 0;
    }
}
