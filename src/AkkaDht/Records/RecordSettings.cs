using Akka.Configuration;
using AkkaDht.Protocol.HyperDht.Records;

namespace AkkaDht.Records;

/// <summary>What a node keeps for others, and how it asks others to keep something: branch <c>akkadht.records</c>.</summary>
public sealed record RecordSettings
{
    /// <summary>What is kept, how much of it and for how long.</summary>
    public RecordStoreSettings Store { get; init; } = new();

    /// <summary>Operations under way at once, such as announcing or reading a value; a further one is refused.</summary>
    public int MaxOperations { get; init; } = 1024;

    /// <summary>After this long an operation ends, however far it is.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads the branch <c>akkadht.records</c>.</summary>
    public static RecordSettings Create(Config config) => new()
    {
        Store = new RecordStoreSettings
        {
            MaxAnnouncements = config.Number("max-announcements", min: 1),
            MaxForwards = config.Number("max-forwards", min: 1),
            MaxRefreshes = config.Number("max-refreshes", min: 1),
            MaxBumps = config.Number("max-bumps", min: 1),
            MaxMutables = config.Number("max-mutables", min: 1),
            MaxImmutables = config.Number("max-immutables", min: 1),
            AnnouncementAge = config.Duration("announcement-age"),
            ValueAge = config.Duration("value-age"),
            MaxBumpDrift = config.Duration("max-bump-drift"),
            MaxBytes = config.Bytes("max-bytes"),
            MaxBytesPerAddress = config.Bytes("max-bytes-per-address"),
            MaxValueBytes = config.Bytes("max-value-bytes"),
        },
        MaxOperations = config.Number("max-operations", min: 1),
        OperationTimeout = config.Duration("operation-timeout", canBeZero: false),
    };
}
