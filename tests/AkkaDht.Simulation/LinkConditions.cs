namespace AkkaDht.Simulation;

/// <summary>What one way through the network does to the datagrams that take it; without any it is perfect and takes no time.</summary>
public sealed record LinkConditions
{
    /// <summary>Nothing is lost and nothing takes time.</summary>
    public static readonly LinkConditions Perfect = new();

    /// <summary>The share of datagrams that vanish, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>The share of the others that arrive twice, 0 to 1.</summary>
    public double Duplication { get; init; }

    /// <summary>The share of arrivals that are late by up to <see cref="Lateness"/>, 0 to 1: later ones overtake them.</summary>
    public double Reordering { get; init; }

    /// <summary>How much later than the others a late datagram arrives at most.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long the way takes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>By how much at most every arrival is later than <see cref="Delay"/> says.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>How many bytes leave in a second; null for as many as there are.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>How many bytes may wait to leave where there is a rate; what comes on top is dropped.</summary>
    public int QueueBytes { get; init; } = 256 * 1024;

    /// <summary>Longer datagrams vanish without a word, as in a path MTU black hole.</summary>
    public int MaxDatagramBytes { get; init; } = int.MaxValue;

    /// <summary>Whether nothing passes.</summary>
    public bool IsCut { get; init; }
}
