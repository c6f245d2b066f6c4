namespace AkkaDht.Protocol.Tests.HyperDht.Holepunching;

/// <summary>Addresses and times that the tests of hole punching share.</summary>
internal static class PunchData
{
    public static readonly Instant Start = Instant.FromMilliseconds(1_000_000);

    /// <summary>The n-th of many public nodes.</summary>
    public static PeerAddress Node(int number) => new(0x58000000u + (uint)number, 49737);

    public static IReadOnlyList<PeerAddress> Nodes(int count) => [.. Enumerable.Range(1, count).Select(Node)];

    public static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
