namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>What a node keeps for others at one moment, and what it has refused since it started.</summary>
public readonly record struct RecordStoreStats
{
    /// <summary>Announcements under topics.</summary>
    public int Announcements { get; init; }

    /// <summary>Servers that announced themselves.</summary>
    public int Forwards { get; init; }

    /// <summary>Announcements that a token can renew.</summary>
    public int Refreshes { get; init; }

    /// <summary>Topics that were marked as changed.</summary>
    public int Bumps { get; init; }

    /// <summary>Mutable values.</summary>
    public int Mutables { get; init; }

    /// <summary>Immutable values.</summary>
    public int Immutables { get; init; }

    /// <summary>Bytes of all of these, bookkeeping included.</summary>
    public long Bytes { get; init; }

    /// <summary>Hosts that these are of.</summary>
    public int Hosts { get; init; }

    /// <summary>What was to be kept and refused by <see cref="RecordStoreSettings.MaxBytes"/>.</summary>
    public long RefusedByTotal { get; init; }

    /// <summary>What was to be kept and refused by <see cref="RecordStoreSettings.MaxBytesPerAddress"/>.</summary>
    public long RefusedByAddress { get; init; }

    /// <summary>What was to be kept and refused by <see cref="RecordStoreSettings.MaxValueBytes"/>.</summary>
    public long RefusedByValue { get; init; }

    /// <summary>Requests left without an answer because they were malformed, or proved nothing.</summary>
    public long Rejected { get; init; }

    /// <summary>Everything kept, whatever its kind.</summary>
    public int Entries => Announcements + Forwards + Refreshes + Bumps + Mutables + Immutables;
}
