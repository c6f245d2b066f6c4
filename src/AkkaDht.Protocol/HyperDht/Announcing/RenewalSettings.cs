namespace AkkaDht.Protocol.HyperDht.Announcing;

/// <summary>What a <see cref="RenewalSchedule"/> keeps to.</summary>
public sealed record RenewalSettings
{
    /// <summary>Time from one success to the next renewal. Nodes keep a record for 13 to 27 minutes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How much longer that may be by chance, in per cent, so that what began together does not stay together.</summary>
    public int JitterPercent { get; init; } = 20;

    /// <summary>Time from a first failure to the next attempt; doubles with each further one, up to <see cref="Interval"/>.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Renewals under way at once.</summary>
    public int MaxAtOnce { get; init; } = 4;
}
