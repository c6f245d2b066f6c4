namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>The constants of NAT analysis and hole punching with the reference's values (03-hyperdht.md §10, §11), and the bounds that are ours.</summary>
public sealed record PuncherSettings
{
    /// <summary>As the reference has it.</summary>
    public static readonly PuncherSettings Default = new();

    /// <summary>Statements about our address that make an analysis complete.</summary>
    public int WantedSamples { get; init; } = 4;

    /// <summary>From so many known nodes on, those heard last are passed over: they are likely to be part of the same connect.</summary>
    public int ManyNodes { get; init; } = 8;

    /// <summary>How many of the nodes heard last are passed over then.</summary>
    public int SkippedNodes { get; init; } = 5;

    /// <summary>How many of the nodes heard last are looked at; the others are not asked.</summary>
    public int MaxRecentNodes { get; init; } = 32;

    /// <summary>How often another socket is tried when the NAT treats one badly (MAX_REOPENS).</summary>
    public int MaxReopens { get; init; } = 3;

    /// <summary>How often each address is tried when both NATs are consistent.</summary>
    public int ConsistentTries { get; init; } = 10;

    /// <summary>The time between two tries, and before the first one of the side that was asked.</summary>
    public TimeSpan TryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Addresses that nothing vouches for are tried each time only out of so many.</summary>
    public int UnverifiedEvery { get; init; } = 4;

    /// <summary>Probes of a random punch: about 35 s of them.</summary>
    public int RandomProbes { get; init; } = 1750;

    /// <summary>The time between two probes of a random punch.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The lowest port that is guessed; the highest is 65535.</summary>
    public ushort LowestPort { get; init; } = 1000;

    /// <summary>Sockets that knock at one address from behind a random NAT, the first one included (BIRTHDAY_SOCKETS).</summary>
    public int BirthdaySockets { get; init; } = 256;

    /// <summary>The rest after the last of them was opened.</summary>
    public TimeSpan BirthdayPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>So many rounds over these sockets only keep our own NAT open, with probes that do not arrive.</summary>
    public int LowTtlRounds { get; init; } = 1;

    /// <summary>The time to live of a probe that opens our own NAT but should not arrive, in hops (HOLEPUNCH_TTL).</summary>
    public byte LowTtl { get; init; } = 5;

    /// <summary>The time to live of a probe that should arrive, in hops (DEFAULT_TTL).</summary>
    public byte NormalTtl { get; init; } = 64;

    /// <summary>Addresses of the other side that are kept; of a longer list the rest is dropped and counted.</summary>
    public int MaxTargets { get; init; } = 8;

    /// <summary>Single probes of one punch (<see cref="Puncher.OpenSession"/>, <see cref="Puncher.Ping"/>); more are dropped and counted.</summary>
    public int MaxSingleProbes { get; init; } = 16;

    /// <summary>Probes that are answered; more are dropped and counted.</summary>
    public int MaxEchoes { get; init; } = 2048;

    /// <summary>
    /// Whether probes may go to private addresses always. Otherwise they may when we are seen at a private address ourselves (a
    /// local network or a test), so that no stranger makes a node knock inside its owner's network.
    /// </summary>
    public bool AllowsPrivateTargets { get; init; }
}
