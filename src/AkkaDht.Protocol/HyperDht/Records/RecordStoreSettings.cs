namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>How much a node keeps for others, and for how long. The numbers and ages are the reference's; the budgets of bytes it does not have.</summary>
public sealed record RecordStoreSettings
{
    /// <summary>Announcements under topics in one generation; one more makes the fresh generation the stale one.</summary>
    public int MaxAnnouncements { get; init; } = 65536;

    /// <summary>Servers that announced themselves, and so whose handshakes are passed on, in one generation.</summary>
    public int MaxForwards { get; init; } = 65536;

    /// <summary>Announcements that a token can renew, in one generation.</summary>
    public int MaxRefreshes { get; init; } = 65536;

    /// <summary>Topics that were marked as changed, in one generation.</summary>
    public int MaxBumps { get; init; } = 65536;

    /// <summary>Mutable values in one generation.</summary>
    public int MaxMutables { get; init; } = 32768;

    /// <summary>Immutable values in one generation.</summary>
    public int MaxImmutables { get; init; } = 32768;

    /// <summary>The age of what is announced: it lives two thirds to four thirds of it, unless it is announced again.</summary>
    public TimeSpan AnnouncementAge { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>The age of values: one that nobody reads or writes lives two thirds to four thirds of it.</summary>
    public TimeSpan ValueAge { get; init; } = TimeSpan.FromHours(48);

    /// <summary>How far ahead of our clock a topic may be marked as changed.</summary>
    public TimeSpan MaxBumpDrift { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of everything that is kept, bookkeeping included; beyond that nothing more is taken in.</summary>
    public long MaxBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Bytes of what one host had us keep, bookkeeping included; beyond that nothing more of it is taken in.</summary>
    public long MaxBytesPerAddress { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes of one value; a longer one is not taken in.</summary>
    public int MaxValueBytes { get; init; } = 16 * 1024;
}
