namespace AkkaDht.Simulation;

/// <summary>
/// What became of the datagrams offered to one way, or to all: <see cref="Offered"/> + <see cref="Duplicated"/> is the sum of
/// <see cref="Scheduled"/> and of everything that was dropped.
/// </summary>
/// <param name="Offered">Datagrams that were sent.</param>
/// <param name="OfferedBytes">Their bytes.</param>
/// <param name="Scheduled">Arrivals that were decided on, second copies included.</param>
/// <param name="Duplicated">Datagrams that arrive twice.</param>
/// <param name="Reordered">Arrivals that later datagrams may overtake.</param>
/// <param name="Lost">Dropped by chance.</param>
/// <param name="Overflowed">Dropped because the queue was full.</param>
/// <param name="TooLong">Dropped because of their length.</param>
/// <param name="Cut">Dropped because nothing passes.</param>
public readonly record struct LinkStats(
    long Offered, long OfferedBytes, long Scheduled, long Duplicated, long Reordered, long Lost, long Overflowed, long TooLong, long Cut)
{
    /// <summary>Datagrams that do not arrive.</summary>
    public long Dropped => Lost + Overflowed + TooLong + Cut;

    /// <summary>What became of the datagrams of both.</summary>
    public static LinkStats operator +(LinkStats left, LinkStats right) => new(
        left.Offered + right.Offered, left.OfferedBytes + right.OfferedBytes, left.Scheduled + right.Scheduled, left.Duplicated + right.Duplicated,
        left.Reordered + right.Reordered, left.Lost + right.Lost, left.Overflowed + right.Overflowed, left.TooLong + right.TooLong, left.Cut + right.Cut);
}
