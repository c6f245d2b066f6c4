using Akka.Configuration;
using AkkaDht.Protocol.HyperDht.Announcing;

namespace AkkaDht.Announcing;

/// <summary>How lasting announcements are kept up: branch <c>akkadht.announcements</c>.</summary>
public sealed record AnnouncementSettings
{
    /// <summary>Lasting announcements; a further one is refused, and of those kept over a restart the last ones are left out.</summary>
    public int MaxAnnouncements { get; init; } = 256;

    /// <summary>When they are announced again.</summary>
    public RenewalSettings Renewal { get; init; } = new();

    /// <summary>Reads the branch <c>akkadht.announcements</c>.</summary>
    public static AnnouncementSettings Create(Config config) => new()
    {
        MaxAnnouncements = config.Number("max-announcements", max: 4096),
        Renewal = new RenewalSettings
        {
            Interval = config.Duration("interval", canBeZero: false),
            JitterPercent = config.Number("jitter-percent", max: 1000),
            RetryDelay = config.Duration("retry-delay", canBeZero: false),
            MaxAtOnce = config.Number("max-at-once", min: 1),
        },
    };
}
