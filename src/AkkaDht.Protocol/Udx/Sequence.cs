namespace AkkaDht.Protocol.Udx;

/// <summary>Order of packet numbers, which count modulo 2^32 (05-udx.md A5).</summary>
internal static class Sequence
{
    /// <summary>How far <paramref name="left"/> is ahead of <paramref name="right"/>; negative when it is behind.</summary>
    public static int Distance(uint left, uint right) => unchecked((int)(left - right));

    public static bool IsBefore(uint left, uint right) => Distance(left, right) < 0;

    public static bool IsAfter(uint left, uint right) => Distance(left, right) > 0;
}

/// <summary>The packets from <paramref name="Start"/> up to, not including, <paramref name="End"/>.</summary>
internal readonly record struct SequenceRange(uint Start, uint End);
